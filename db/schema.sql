-- Written from the migrated database by "npm run db:types". Do not edit. It is here to be read; nothing runs it.

create domain class_code as text CHECK ((VALUE = ANY (ARRAY['open'::text, 'limited'::text, 'sensitive'::text, 'severe'::text])));

create domain org_code as text CHECK ((VALUE ~ '^[A-Z0-9]{2,8}$'::text));

create table area_member (
  area_code org_code not null,
  org_code org_code not null,
  extent text not null,
  municipalities text[] not null default '{}'::text[],
  constraint area_member_extent_check CHECK ((extent = ANY (ARRAY['whole'::text, 'part'::text]))),
  constraint area_member_area_code_fkey FOREIGN KEY (area_code) REFERENCES organisation(code),
  constraint area_member_org_code_fkey FOREIGN KEY (org_code) REFERENCES organisation(code),
  constraint area_member_pkey PRIMARY KEY (area_code, org_code)
);

create table command_key (
  org_code org_code not null,
  person_id uuid not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status integer,
  reply jsonb,
  made_at timestamp with time zone not null,
  constraint command_key_key_check CHECK (((length(key) >= 8) AND (length(key) <= 100))),
  constraint command_key_pkey PRIMARY KEY (org_code, person_id, route, key)
);
CREATE INDEX command_key_made ON public.command_key USING btree (made_at);
alter table command_key enable row level security;
alter table command_key force row level security;
create policy own on command_key for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on command_key for all to nspl_owner using (true) with check (true);

create table correction (
  id uuid not null,
  dispatch_id uuid not null,
  sender_org org_code not null,
  number integer not null,
  text text not null,
  old_last_day date,
  new_last_day date,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  constraint correction_text_check CHECK (((length(text) >= 1) AND (length(text) <= 4000))),
  constraint correction_dispatch_id_sender_org_fkey FOREIGN KEY (dispatch_id, sender_org) REFERENCES dispatch(id, sender_org),
  constraint correction_made_by_fkey FOREIGN KEY (made_by) REFERENCES person(id),
  constraint correction_pkey PRIMARY KEY (id),
  constraint correction_dispatch_id_number_key UNIQUE (dispatch_id, number)
);
alter table correction enable row level security;
alter table correction force row level security;
create policy owner_all on correction for all to nspl_owner using (true) with check (true);
create policy recipient on correction for select to public using ((EXISTS ( SELECT 1
   FROM dispatch d
  WHERE (d.id = correction.dispatch_id))));
create policy sender on correction for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table dispatch (
  id uuid not null,
  sender_org org_code not null,
  kind text not null,
  title text not null,
  matter_id uuid,
  case_number text,
  class class_code not null default 'open'::text,
  secrecy_provision text,
  secrecy_date date,
  secrecy_authority text,
  covering_letter jsonb not null default '[]'::jsonb,
  contact jsonb not null default '{}'::jsonb,
  suggested_function text not null default ''::text,
  personal_data boolean not null default false,
  last_day date,
  others_visible text not null default 'after-last-day'::text,
  recipients jsonb not null default '{"orgs": [], "choice": "all-regions"}'::jsonb,
  version integer not null default 1,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  sent_at timestamp with time zone,
  sent_by uuid,
  closed_at timestamp with time zone,
  closed_by uuid,
  recalled_at timestamp with time zone,
  recalled_by uuid,
  recall_reason text,
  deleted_at timestamp with time zone,
  constraint dispatch_check CHECK (((sent_at IS NULL) OR ((case_number IS NOT NULL) AND (title <> ''::text)))),
  constraint dispatch_check1 CHECK ((((sent_at IS NULL) = (sent_by IS NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL)))),
  constraint dispatch_check2 CHECK ((num_nulls(recalled_at, recalled_by, recall_reason) = ANY (ARRAY[0, 3]))),
  constraint dispatch_check3 CHECK (((sent_at IS NOT NULL) OR ((closed_at IS NULL) AND (recalled_at IS NULL)))),
  constraint dispatch_check4 CHECK ((((secrecy_provision IS NULL) = (secrecy_authority IS NULL)) AND ((secrecy_provision IS NULL) = (secrecy_date IS NULL)))),
  constraint dispatch_check5 CHECK (((deleted_at IS NULL) OR (sent_at IS NULL))),
  constraint dispatch_kind_check CHECK ((kind = ANY (ARRAY['information'::text, 'consultation'::text, 'survey'::text, 'nomination'::text, 'decision'::text, 'invitation'::text, 'joint-letter'::text, 'watch'::text]))),
  constraint dispatch_others_visible_check CHECK ((others_visible = ANY (ARRAY['at-once'::text, 'after-last-day'::text, 'no'::text]))),
  constraint dispatch_title_check CHECK ((length(title) <= 200)),
  constraint dispatch_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES person(id),
  constraint dispatch_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES person(id),
  constraint dispatch_made_by_fkey FOREIGN KEY (made_by) REFERENCES person(id),
  constraint dispatch_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES matter(id),
  constraint dispatch_recalled_by_fkey FOREIGN KEY (recalled_by) REFERENCES person(id),
  constraint dispatch_sender_org_fkey FOREIGN KEY (sender_org) REFERENCES organisation(code),
  constraint dispatch_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES person(id),
  constraint dispatch_pkey PRIMARY KEY (id),
  constraint dispatch_id_sender_org_key UNIQUE (id, sender_org)
);
CREATE INDEX dispatch_by_sender ON public.dispatch USING btree (sender_org, sent_at DESC, id DESC);
CREATE TRIGGER dispatch_frozen BEFORE UPDATE ON public.dispatch FOR EACH ROW WHEN (((old.sent_at IS NOT NULL) AND ((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR ((old.sender_org)::text IS DISTINCT FROM (new.sender_org)::text)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.title IS DISTINCT FROM new.title)) OR (old.matter_id IS DISTINCT FROM new.matter_id)) OR (old.case_number IS DISTINCT FROM new.case_number)) OR ((old.class)::text IS DISTINCT FROM (new.class)::text)) OR (old.secrecy_provision IS DISTINCT FROM new.secrecy_provision)) OR (old.secrecy_date IS DISTINCT FROM new.secrecy_date)) OR (old.secrecy_authority IS DISTINCT FROM new.secrecy_authority)) OR (old.covering_letter IS DISTINCT FROM new.covering_letter)) OR (old.contact IS DISTINCT FROM new.contact)) OR (old.suggested_function IS DISTINCT FROM new.suggested_function)) OR (old.personal_data IS DISTINCT FROM new.personal_data)) OR (old.others_visible IS DISTINCT FROM new.others_visible)) OR (old.recipients IS DISTINCT FROM new.recipients)) OR (old.version IS DISTINCT FROM new.version)) OR (old.sent_at IS DISTINCT FROM new.sent_at)) OR (old.sent_by IS DISTINCT FROM new.sent_by)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)))) EXECUTE FUNCTION refuse_change_of_sent();
CREATE TRIGGER dispatch_kept BEFORE DELETE ON public.dispatch FOR EACH ROW WHEN ((old.sent_at IS NOT NULL)) EXECUTE FUNCTION refuse_change_of_sent();
alter table dispatch enable row level security;
alter table dispatch force row level security;
create policy owner_all on dispatch for all to nspl_owner using (true) with check (true);
create policy recipient on dispatch for select to public using (((sent_at IS NOT NULL) AND (EXISTS ( SELECT 1
   FROM recipient r
  WHERE ((r.dispatch_id = dispatch.id) AND ((r.org_code)::text = (( SELECT acting_org() AS acting_org))::text))))));
create policy sender on dispatch for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table dispatch_file (
  id uuid not null,
  dispatch_id uuid not null,
  sender_org org_code not null,
  sha256 bytea not null,
  name text not null,
  size integer not null,
  media_type text not null,
  role text not null,
  "position" integer not null,
  replaces_id uuid,
  correction_id uuid,
  added_at timestamp with time zone not null,
  constraint dispatch_file_role_check CHECK ((role = ANY (ARRAY['original'::text, 'attachment'::text]))),
  constraint dispatch_file_correction_id_fkey FOREIGN KEY (correction_id) REFERENCES correction(id),
  constraint dispatch_file_dispatch_id_sender_org_fkey FOREIGN KEY (dispatch_id, sender_org) REFERENCES dispatch(id, sender_org),
  constraint dispatch_file_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES dispatch_file(id),
  constraint dispatch_file_sender_org_sha256_fkey FOREIGN KEY (sender_org, sha256) REFERENCES stored_file(org_code, sha256),
  constraint dispatch_file_pkey PRIMARY KEY (id)
);
CREATE INDEX dispatch_file_by_bytes ON public.dispatch_file USING btree (sender_org, sha256);
CREATE INDEX dispatch_file_by_dispatch ON public.dispatch_file USING btree (dispatch_id, "position");
CREATE TRIGGER dispatch_file_frozen BEFORE DELETE OR UPDATE ON public.dispatch_file FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
CREATE TRIGGER dispatch_file_only_by_correction BEFORE INSERT ON public.dispatch_file FOR EACH ROW WHEN ((new.correction_id IS NULL)) EXECUTE FUNCTION refuse_after_sending();
alter table dispatch_file enable row level security;
alter table dispatch_file force row level security;
create policy owner_all on dispatch_file for all to nspl_owner using (true) with check (true);
create policy recipient on dispatch_file for select to public using ((EXISTS ( SELECT 1
   FROM dispatch d
  WHERE (d.id = dispatch_file.dispatch_id))));
create policy sender on dispatch_file for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table draft_field (
  recipient_id uuid not null,
  org_code org_code not null,
  field text not null,
  value jsonb not null,
  version integer not null,
  saved_at timestamp with time zone not null,
  saved_by uuid not null,
  constraint draft_field_field_check CHECK ((length(field) <= 120)),
  constraint draft_field_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES recipient(id),
  constraint draft_field_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES person(id),
  constraint draft_field_pkey PRIMARY KEY (recipient_id, field)
);
alter table draft_field enable row level security;
alter table draft_field force row level security;
create policy own on draft_field for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text)) with check ((((org_code)::text = (( SELECT acting_org() AS acting_org))::text) AND (EXISTS ( SELECT 1
   FROM recipient r
  WHERE ((r.id = draft_field.recipient_id) AND ((r.org_code)::text = (draft_field.org_code)::text))))));
create policy owner_all on draft_field for all to nspl_owner using (true) with check (true);

create table file_chunk (
  org_code org_code not null,
  sha256 bytea not null,
  "position" integer not null,
  bytes bytea not null,
  constraint file_chunk_org_code_sha256_fkey FOREIGN KEY (org_code, sha256) REFERENCES stored_file(org_code, sha256),
  constraint file_chunk_pkey PRIMARY KEY (org_code, sha256, "position")
);
alter table file_chunk enable row level security;
alter table file_chunk force row level security;
create policy of_dispatch on file_chunk for select to public using ((EXISTS ( SELECT 1
   FROM dispatch_file f
  WHERE (((f.sender_org)::text = (file_chunk.org_code)::text) AND (f.sha256 = file_chunk.sha256)))));
create policy of_reply on file_chunk for select to public using ((EXISTS ( SELECT 1
   FROM reply_file f
  WHERE (((f.file_org)::text = (file_chunk.org_code)::text) AND (f.sha256 = file_chunk.sha256)))));
create policy own on file_chunk for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on file_chunk for all to nspl_owner using (true) with check (true);

create table installation (
  only_row boolean not null default true,
  id uuid not null,
  made_at timestamp with time zone not null,
  demo boolean not null,
  demo_filled_at timestamp with time zone,
  constraint installation_check CHECK ((demo OR (demo_filled_at IS NULL))),
  constraint installation_only_row_check CHECK (only_row),
  constraint installation_pkey PRIMARY KEY (only_row)
);

create table journal_checkpoint (
  log org_code not null,
  size bigint not null,
  root bytea not null,
  note text not null,
  signed_at timestamp with time zone not null,
  constraint journal_checkpoint_root_check CHECK ((length(root) = 32)),
  constraint journal_checkpoint_size_check CHECK ((size > 0)),
  constraint journal_checkpoint_log_fkey FOREIGN KEY (log) REFERENCES journal_head(log),
  constraint journal_checkpoint_pkey PRIMARY KEY (log, size)
);
CREATE TRIGGER journal_checkpoint_append_only BEFORE DELETE OR UPDATE ON public.journal_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_checkpoint_no_truncate BEFORE TRUNCATE ON public.journal_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table journal_checkpoint enable row level security;
alter table journal_checkpoint force row level security;
create policy own_log on journal_checkpoint for select to public using ((((log)::text = (( SELECT acting_org() AS acting_org))::text) OR ((log)::text = 'TOP'::text)));
create policy owner_all on journal_checkpoint for all to nspl_owner using (true) with check (true);

create table journal_commitment (
  log org_code not null,
  seq bigint not null,
  label text not null,
  salt bytea not null,
  constraint journal_commitment_log_seq_fkey FOREIGN KEY (log, seq) REFERENCES journal_leaf(log, seq),
  constraint journal_commitment_pkey PRIMARY KEY (log, seq, label)
);
alter table journal_commitment enable row level security;
alter table journal_commitment force row level security;
create policy own_log on journal_commitment for select to public using (((log)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on journal_commitment for all to nspl_owner using (true) with check (true);

create table journal_head (
  log org_code not null,
  size bigint not null default 0,
  frontier bytea[] not null default '{}'::bytea[],
  constraint journal_head_size_check CHECK ((size >= 0)),
  constraint journal_head_pkey PRIMARY KEY (log)
);
alter table journal_head enable row level security;
alter table journal_head force row level security;
create policy own_log on journal_head for select to public using (((log)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on journal_head for all to nspl_owner using (true) with check (true);
create policy top_log on journal_head for select to public using (((log)::text = 'TOP'::text));

create table journal_key (
  id text not null,
  algorithm text not null,
  public_key bytea not null,
  made_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint journal_key_algorithm_check CHECK ((algorithm = ANY (ARRAY['ed25519'::text, 'ml-dsa-44'::text]))),
  constraint journal_key_id_check CHECK ((id ~ '^[0-9a-f]{64}$'::text)),
  constraint journal_key_pkey PRIMARY KEY (id)
);

create table journal_leaf (
  log org_code not null,
  seq bigint not null,
  body bytea not null,
  leaf_hash bytea not null,
  constraint journal_leaf_log_fkey FOREIGN KEY (log) REFERENCES journal_head(log),
  constraint journal_leaf_pkey PRIMARY KEY (log, seq)
);
CREATE TRIGGER journal_leaf_append_only BEFORE DELETE OR UPDATE ON public.journal_leaf FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_leaf_no_truncate BEFORE TRUNCATE ON public.journal_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table journal_leaf enable row level security;
alter table journal_leaf force row level security;
create policy own_log on journal_leaf for select to public using (((log)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on journal_leaf for all to nspl_owner using (true) with check (true);
create policy top_log on journal_leaf for select to public using (((log)::text = 'TOP'::text));

create table journal_object (
  log org_code not null,
  seq bigint not null,
  type text not null,
  object text not null,
  constraint journal_object_log_seq_fkey FOREIGN KEY (log, seq) REFERENCES journal_leaf(log, seq),
  constraint journal_object_pkey PRIMARY KEY (log, seq)
);
CREATE INDEX journal_object_by_object ON public.journal_object USING btree (log, object);
alter table journal_object enable row level security;
alter table journal_object force row level security;
create policy own_log on journal_object for select to public using (((log)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on journal_object for all to nspl_owner using (true) with check (true);

create table journal_timestamp (
  log org_code not null,
  size bigint not null,
  stamped_at timestamp with time zone not null,
  kept_at timestamp with time zone not null,
  response bytea not null,
  constraint journal_timestamp_log_check CHECK (((log)::text = 'TOP'::text)),
  constraint journal_timestamp_log_size_fkey FOREIGN KEY (log, size) REFERENCES journal_checkpoint(log, size),
  constraint journal_timestamp_pkey PRIMARY KEY (log, size)
);
CREATE TRIGGER journal_timestamp_append_only BEFORE DELETE OR UPDATE ON public.journal_timestamp FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_timestamp_no_truncate BEFORE TRUNCATE ON public.journal_timestamp FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table journal_timestamp enable row level security;
alter table journal_timestamp force row level security;
create policy kept on journal_timestamp for insert to public with check (true);
create policy owner_all on journal_timestamp for all to nspl_owner using (true) with check (true);
create policy top_log on journal_timestamp for select to public using ((((log)::text = (( SELECT acting_org() AS acting_org))::text) OR ((log)::text = 'TOP'::text)));

create table journal_waiting (
  log org_code not null,
  id bigint not null,
  entry bytea not null,
  labels text[] not null,
  salts bytea[] not null,
  constraint journal_waiting_pkey PRIMARY KEY (log, id)
);
alter table journal_waiting enable row level security;
alter table journal_waiting force row level security;
create policy own_log on journal_waiting for select to public using (((log)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on journal_waiting for all to nspl_owner using (true) with check (true);

create table mandate (
  id uuid not null,
  person_id uuid not null,
  org_code org_code not null,
  role text not null,
  title text,
  from_on date not null,
  to_on date,
  made_at timestamp with time zone not null,
  made_by uuid,
  constraint mandate_check CHECK ((to_on >= from_on)),
  constraint mandate_check1 CHECK (
CASE
    WHEN (role = ANY (ARRAY['secretariat-officer'::text, 'secretariat-head'::text, 'operator'::text])) THEN ((org_code)::text = 'NSPL'::text)
    WHEN (role = ANY (ARRAY['regional-officer'::text, 'endorser'::text])) THEN ((org_code)::text ~ '^[0-9]{2}$'::text)
    WHEN (role = 'registrar'::text) THEN (((org_code)::text = 'NSPL'::text) OR ((org_code)::text ~ '^[0-9]{2}$'::text))
    ELSE true
END),
  constraint mandate_role_check CHECK ((role = ANY (ARRAY['secretariat-officer'::text, 'secretariat-head'::text, 'registrar'::text, 'regional-officer'::text, 'endorser'::text, 'reader'::text, 'operator'::text]))),
  constraint mandate_made_by_fkey FOREIGN KEY (made_by) REFERENCES person(id),
  constraint mandate_org_code_fkey FOREIGN KEY (org_code) REFERENCES organisation(code),
  constraint mandate_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint mandate_pkey PRIMARY KEY (id)
);
CREATE INDEX mandate_org ON public.mandate USING btree (org_code, role);
CREATE INDEX mandate_person ON public.mandate USING btree (person_id);

create table matter (
  id uuid not null,
  org_code org_code not null,
  case_number text not null,
  title text not null,
  made_at timestamp with time zone not null,
  constraint matter_case_number_check CHECK (((length(case_number) >= 1) AND (length(case_number) <= 60))),
  constraint matter_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  constraint matter_org_code_fkey FOREIGN KEY (org_code) REFERENCES organisation(code),
  constraint matter_pkey PRIMARY KEY (id)
);
CREATE INDEX matter_by_org ON public.matter USING btree (org_code, case_number);
alter table matter enable row level security;
alter table matter force row level security;
create policy own on matter for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on matter for all to nspl_owner using (true) with check (true);

create table migration (
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table organisation (
  code org_code not null,
  kind text not null,
  name text not null,
  short_name text not null,
  sort_order integer not null,
  county_code text,
  county_letter text,
  organisation_number text,
  seat text,
  municipality boolean not null default false,
  host_org org_code,
  constraint organisation_county_code_check CHECK ((county_code ~ '^[0-9]{2}$'::text)),
  constraint organisation_kind_check CHECK ((kind = ANY (ARRAY['region'::text, 'area'::text, 'secretariat'::text, 'authority'::text, 'association'::text]))),
  constraint organisation_host_org_fkey FOREIGN KEY (host_org) REFERENCES organisation(code),
  constraint organisation_pkey PRIMARY KEY (code),
  constraint organisation_county_code_key UNIQUE (county_code)
);

create table organisation_address (
  id uuid not null,
  org_code org_code not null,
  purpose text not null,
  address text not null,
  from_on date not null,
  to_on date,
  set_at timestamp with time zone,
  set_by uuid,
  confirmed_at timestamp with time zone,
  confirmed_how text,
  confirmed_by uuid,
  constraint organisation_address_address_check CHECK (((address ~ '^[^@\s,;<>"]+@[^@\s,;<>"]+$'::text) AND (length(address) <= 254))),
  constraint organisation_address_check CHECK ((to_on >= from_on)),
  constraint organisation_address_check1 CHECK ((num_nulls(confirmed_at, confirmed_how, confirmed_by) = ANY (ARRAY[0, 3]))),
  constraint organisation_address_confirmed_how_check CHECK ((confirmed_how = ANY (ARRAY['telephone'::text, 'mail'::text, 'known'::text]))),
  constraint organisation_address_purpose_check CHECK ((purpose = 'registry'::text)),
  constraint organisation_address_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id),
  constraint organisation_address_org_code_fkey FOREIGN KEY (org_code) REFERENCES organisation(code),
  constraint organisation_address_set_by_fkey FOREIGN KEY (set_by) REFERENCES person(id),
  constraint organisation_address_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX organisation_address_one_open ON public.organisation_address USING btree (org_code, purpose) WHERE (to_on IS NULL);

create table outgoing_mail (
  id uuid not null,
  org_code org_code not null,
  message_id text not null,
  purpose text not null,
  to_name text not null,
  to_address text not null,
  to_org org_code,
  object_id uuid,
  subject text not null,
  text_body text not null,
  html_body text not null,
  attachments jsonb not null default '[]'::jsonb,
  made_at timestamp with time zone not null,
  attempted_at timestamp with time zone,
  attempts integer not null default 0,
  accepted_at timestamp with time zone,
  uncertain boolean not null default false,
  failed_at timestamp with time zone,
  failure text,
  given_up_at timestamp with time zone,
  given_up_by uuid,
  given_up_reason text,
  constraint outgoing_mail_check CHECK ((num_nonnulls(given_up_at, given_up_by, given_up_reason) = ANY (ARRAY[0, 3]))),
  constraint outgoing_mail_check1 CHECK (((given_up_at IS NULL) OR (failed_at IS NOT NULL))),
  constraint outgoing_mail_given_up_by_fkey FOREIGN KEY (given_up_by) REFERENCES person(id),
  constraint outgoing_mail_pkey PRIMARY KEY (id),
  constraint outgoing_mail_message_id_key UNIQUE (message_id)
);
CREATE INDEX outgoing_mail_by_object ON public.outgoing_mail USING btree (object_id);
CREATE INDEX outgoing_mail_by_org ON public.outgoing_mail USING btree (org_code, made_at DESC, id DESC);
CREATE INDEX outgoing_mail_open ON public.outgoing_mail USING btree (org_code, made_at) WHERE (accepted_at IS NULL);
CREATE INDEX outgoing_mail_uncertain ON public.outgoing_mail USING btree (org_code, made_at) WHERE uncertain;
alter table outgoing_mail enable row level security;
alter table outgoing_mail force row level security;
create policy own on outgoing_mail for all to public using ((((org_code)::text = (( SELECT acting_org() AS acting_org))::text) AND ((purpose <> 'sign-in-code'::text) OR (COALESCE(current_setting('app.person'::text, true), ''::text) = ''::text))));
create policy owner_all on outgoing_mail for all to nspl_owner using (true) with check (true);

create table passage (
  id uuid not null,
  reply_id uuid not null,
  sender_org org_code not null,
  section_id uuid,
  question_id uuid,
  stance text,
  text text not null,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  removed_at timestamp with time zone,
  constraint passage_check CHECK (((section_id IS NULL) OR (question_id IS NULL))),
  constraint passage_stance_check CHECK ((stance = ANY (ARRAY['support'::text, 'support-with-remarks'::text, 'oppose'::text, 'no-objection'::text, 'abstain'::text]))),
  constraint passage_text_check CHECK (((length(text) >= 1) AND (length(text) <= 20000))),
  constraint passage_made_by_fkey FOREIGN KEY (made_by) REFERENCES person(id),
  constraint passage_question_id_fkey FOREIGN KEY (question_id) REFERENCES question(id),
  constraint passage_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES reply(id),
  constraint passage_section_id_fkey FOREIGN KEY (section_id) REFERENCES section(id),
  constraint passage_pkey PRIMARY KEY (id)
);
CREATE INDEX passage_by_reply ON public.passage USING btree (reply_id);
alter table passage enable row level security;
alter table passage force row level security;
create policy owner_all on passage for all to nspl_owner using (true) with check (true);
create policy sender on passage for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text)) with check ((((sender_org)::text = (( SELECT acting_org() AS acting_org))::text) AND (EXISTS ( SELECT 1
   FROM reply r
  WHERE ((r.id = passage.reply_id) AND ((r.sender_org)::text = (passage.sender_org)::text))))));

create table person (
  id uuid not null,
  name text not null,
  email text not null,
  phone text,
  version integer not null default 1,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint person_email_check CHECK (((email ~ '^[^@\s,;<>"]+@[^@\s,;<>"]+$'::text) AND (length(email) <= 254))),
  constraint person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint person_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX person_email ON public.person USING btree (lower(email)) WHERE (ended_at IS NULL);

create table question (
  id uuid not null,
  dispatch_id uuid not null,
  sender_org org_code not null,
  "position" integer not null,
  definition jsonb not null,
  constraint question_dispatch_id_sender_org_fkey FOREIGN KEY (dispatch_id, sender_org) REFERENCES dispatch(id, sender_org),
  constraint question_pkey PRIMARY KEY (id),
  constraint question_dispatch_id_position_key UNIQUE (dispatch_id, "position")
);
CREATE TRIGGER question_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.question FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
alter table question enable row level security;
alter table question force row level security;
create policy owner_all on question for all to nspl_owner using (true) with check (true);
create policy recipient on question for select to public using ((EXISTS ( SELECT 1
   FROM dispatch d
  WHERE (d.id = question.dispatch_id))));
create policy sender on question for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table recipient (
  id uuid not null,
  dispatch_id uuid not null,
  sender_org org_code not null,
  org_code org_code not null,
  address text,
  added_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  bounced_at timestamp with time zone,
  opened_at timestamp with time zone,
  opened_by uuid,
  received_at timestamp with time zone,
  received_by uuid,
  received_how text,
  drafting_at timestamp with time zone,
  decided_at timestamp with time zone,
  answered_at timestamp with time zone,
  answered_how text,
  confirmed_at timestamp with time zone,
  reply_id uuid,
  extended_to date,
  extended_at timestamp with time zone,
  extended_by uuid,
  reminded_at timestamp with time zone,
  reminders integer not null default 0,
  constraint recipient_answered_how_check CHECK ((answered_how = ANY (ARRAY['platform'::text, 'mail'::text, 'letter'::text]))),
  constraint recipient_check CHECK (((opened_at IS NULL) = (opened_by IS NULL))),
  constraint recipient_check1 CHECK ((num_nulls(received_at, received_by, received_how) = ANY (ARRAY[0, 3]))),
  constraint recipient_check2 CHECK (((answered_at IS NULL) = (answered_how IS NULL))),
  constraint recipient_check3 CHECK ((num_nulls(extended_to, extended_at, extended_by) = ANY (ARRAY[0, 3]))),
  constraint recipient_received_how_check CHECK ((received_how = ANY (ARRAY['platform'::text, 'mail'::text, 'automatic-reply'::text, 'telephone'::text, 'letter'::text]))),
  constraint recipient_dispatch_id_sender_org_fkey FOREIGN KEY (dispatch_id, sender_org) REFERENCES dispatch(id, sender_org),
  constraint recipient_extended_by_fkey FOREIGN KEY (extended_by) REFERENCES person(id),
  constraint recipient_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES person(id),
  constraint recipient_org_code_fkey FOREIGN KEY (org_code) REFERENCES organisation(code),
  constraint recipient_received_by_fkey FOREIGN KEY (received_by) REFERENCES person(id),
  constraint recipient_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES reply(id),
  constraint recipient_pkey PRIMARY KEY (id),
  constraint recipient_dispatch_id_org_code_key UNIQUE (dispatch_id, org_code),
  constraint recipient_id_org_code_sender_org_key UNIQUE (id, org_code, sender_org)
);
CREATE INDEX recipient_by_org ON public.recipient USING btree (org_code, dispatch_id);
CREATE INDEX recipient_by_sender ON public.recipient USING btree (sender_org, dispatch_id);
alter table recipient enable row level security;
alter table recipient force row level security;
create policy own on recipient for select to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy own_facts on recipient for update to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on recipient for all to nspl_owner using (true) with check (true);
create policy sender on recipient for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table recipient_case_number (
  recipient_id uuid not null,
  org_code org_code not null,
  sender_org org_code not null,
  case_number text not null,
  added_at timestamp with time zone not null,
  added_by uuid,
  removed_at timestamp with time zone,
  removed_by uuid,
  constraint recipient_case_number_case_number_check CHECK (((length(case_number) >= 1) AND (length(case_number) <= 60))),
  constraint recipient_case_number_check CHECK (((removed_at IS NULL) = (removed_by IS NULL))),
  constraint recipient_case_number_added_by_fkey FOREIGN KEY (added_by) REFERENCES person(id),
  constraint recipient_case_number_recipient_id_org_code_sender_org_fkey FOREIGN KEY (recipient_id, org_code, sender_org) REFERENCES recipient(id, org_code, sender_org),
  constraint recipient_case_number_removed_by_fkey FOREIGN KEY (removed_by) REFERENCES person(id),
  constraint recipient_case_number_pkey PRIMARY KEY (recipient_id, case_number)
);
alter table recipient_case_number enable row level security;
alter table recipient_case_number force row level security;
create policy own on recipient_case_number for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on recipient_case_number for all to nspl_owner using (true) with check (true);
create policy sender on recipient_case_number for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table register_entry (
  id uuid not null,
  org_code org_code not null,
  direction text not null,
  occurred_at timestamp with time zone not null,
  counterpart_org org_code,
  title text not null,
  case_number text,
  counterpart_case_number text,
  document text not null,
  object_id uuid not null,
  registered_at timestamp with time zone,
  registered_by uuid,
  constraint register_entry_check CHECK (((registered_at IS NULL) = (registered_by IS NULL))),
  constraint register_entry_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint register_entry_document_check CHECK ((document = ANY (ARRAY['dispatch'::text, 'reply'::text, 'correction'::text, 'recall'::text, 'reminder'::text]))),
  constraint register_entry_org_code_fkey FOREIGN KEY (org_code) REFERENCES organisation(code),
  constraint register_entry_registered_by_fkey FOREIGN KEY (registered_by) REFERENCES person(id),
  constraint register_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX register_entry_by_org ON public.register_entry USING btree (org_code, registered_at NULLS FIRST, occurred_at DESC);
alter table register_entry enable row level security;
alter table register_entry force row level security;
create policy handed_in on register_entry for insert to public with check (((direction = 'in'::text) AND (document = 'reply'::text) AND ((counterpart_org)::text = (( SELECT acting_org() AS acting_org))::text) AND (EXISTS ( SELECT 1
   FROM recipient r
  WHERE (((r.org_code)::text = (( SELECT acting_org() AS acting_org))::text) AND ((r.sender_org)::text = (register_entry.org_code)::text))))));
create policy own on register_entry for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on register_entry for all to nspl_owner using (true) with check (true);

create table reminder (
  id uuid not null,
  dispatch_id uuid not null,
  sender_org org_code not null,
  orgs org_code[] not null,
  subject text not null,
  text text not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  constraint reminder_dispatch_id_sender_org_fkey FOREIGN KEY (dispatch_id, sender_org) REFERENCES dispatch(id, sender_org),
  constraint reminder_made_by_fkey FOREIGN KEY (made_by) REFERENCES person(id),
  constraint reminder_pkey PRIMARY KEY (id)
);
alter table reminder enable row level security;
alter table reminder force row level security;
create policy owner_all on reminder for all to nspl_owner using (true) with check (true);
create policy sender on reminder for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table reply (
  id uuid not null,
  recipient_id uuid not null,
  dispatch_id uuid not null,
  org_code org_code not null,
  sender_org org_code not null,
  number text not null,
  form text not null,
  channel text not null,
  relation text not null,
  earlier_id uuid,
  content text not null,
  content_sha256 bytea not null,
  handed_in_at timestamp with time zone not null,
  handed_in_by uuid not null,
  entered_by_org org_code not null,
  received_on date,
  coded_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  class class_code not null default 'open'::text,
  secrecy_provision text,
  secrecy_date date,
  secrecy_authority text,
  constraint reply_channel_check CHECK ((channel = ANY (ARRAY['platform'::text, 'mail'::text, 'letter'::text]))),
  constraint reply_check CHECK (((relation = 'first'::text) = (earlier_id IS NULL))),
  constraint reply_check1 CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
  constraint reply_check2 CHECK ((((channel = 'platform'::text) = ((entered_by_org)::text = (org_code)::text)) AND ((channel = 'platform'::text) = (received_on IS NULL)))),
  constraint reply_check3 CHECK ((num_nonnulls(secrecy_provision, secrecy_date, secrecy_authority) = ANY (ARRAY[0, 3]))),
  constraint reply_check4 CHECK (((secrecy_provision IS NULL) OR ((class)::text <> 'open'::text))),
  constraint reply_form_check CHECK ((form = ANY (ARRAY['filled'::text, 'own-statement'::text]))),
  constraint reply_relation_check CHECK ((relation = ANY (ARRAY['first'::text, 'replaces'::text, 'completes'::text]))),
  constraint reply_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id),
  constraint reply_dispatch_id_org_code_fkey FOREIGN KEY (dispatch_id, org_code) REFERENCES recipient(dispatch_id, org_code),
  constraint reply_earlier_id_fkey FOREIGN KEY (earlier_id) REFERENCES reply(id),
  constraint reply_handed_in_by_fkey FOREIGN KEY (handed_in_by) REFERENCES person(id),
  constraint reply_recipient_id_org_code_sender_org_fkey FOREIGN KEY (recipient_id, org_code, sender_org) REFERENCES recipient(id, org_code, sender_org),
  constraint reply_pkey PRIMARY KEY (id),
  constraint reply_id_org_code_sender_org_key UNIQUE (id, org_code, sender_org),
  constraint reply_number_key UNIQUE (number)
);
CREATE INDEX reply_by_dispatch ON public.reply USING btree (dispatch_id, org_code, handed_in_at);
CREATE INDEX reply_by_recipient ON public.reply USING btree (recipient_id, handed_in_at);
CREATE INDEX reply_marked ON public.reply USING btree (recipient_id) WHERE (secrecy_provision IS NOT NULL);
alter table reply enable row level security;
alter table reply force row level security;
create policy on_behalf on reply for insert to public with check ((((sender_org)::text = (( SELECT acting_org() AS acting_org))::text) AND ((entered_by_org)::text = (( SELECT acting_org() AS acting_org))::text) AND (channel <> 'platform'::text)));
create policy others on reply for select to public using (((EXISTS ( SELECT 1
   FROM dispatch d
  WHERE ((d.id = reply.dispatch_id) AND (d.others_visible <> 'no'::text)))) AND (NOT has_marked_reply(recipient_id))));
create policy own on reply for all to public using ((((org_code)::text = (( SELECT acting_org() AS acting_org))::text) AND ((entered_by_org)::text = (( SELECT acting_org() AS acting_org))::text)));
create policy own_confirm on reply for update to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy own_read on reply for select to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on reply for all to nspl_owner using (true) with check (true);
create policy sender_coding on reply for update to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));
create policy sender_read on reply for select to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table reply_file (
  reply_id uuid not null,
  "position" integer not null,
  org_code org_code not null,
  sender_org org_code not null,
  file_org org_code not null,
  sha256 bytea not null,
  name text not null,
  size integer not null,
  media_type text not null,
  role text not null,
  constraint reply_file_role_check CHECK ((role = ANY (ARRAY['own-statement'::text, 'attachment'::text, 'original'::text]))),
  constraint reply_file_file_org_sha256_fkey FOREIGN KEY (file_org, sha256) REFERENCES stored_file(org_code, sha256),
  constraint reply_file_reply_id_org_code_sender_org_fkey FOREIGN KEY (reply_id, org_code, sender_org) REFERENCES reply(id, org_code, sender_org),
  constraint reply_file_pkey PRIMARY KEY (reply_id, "position")
);
CREATE INDEX reply_file_by_bytes ON public.reply_file USING btree (file_org, sha256);
alter table reply_file enable row level security;
alter table reply_file force row level security;
create policy own on reply_file for insert to public with check ((((file_org)::text = (( SELECT acting_org() AS acting_org))::text) AND (EXISTS ( SELECT 1
   FROM reply r
  WHERE ((r.id = reply_file.reply_id) AND ((r.entered_by_org)::text = (( SELECT acting_org() AS acting_org))::text))))));
create policy owner_all on reply_file for all to nspl_owner using (true) with check (true);
create policy seen_with_reply on reply_file for select to public using ((EXISTS ( SELECT 1
   FROM reply r
  WHERE (r.id = reply_file.reply_id))));

create table section (
  id uuid not null,
  dispatch_id uuid not null,
  sender_org org_code not null,
  "position" integer not null,
  number text not null default ''::text,
  heading text not null,
  blocks jsonb not null,
  origin_section_id uuid,
  constraint section_dispatch_id_sender_org_fkey FOREIGN KEY (dispatch_id, sender_org) REFERENCES dispatch(id, sender_org),
  constraint section_pkey PRIMARY KEY (id),
  constraint section_dispatch_id_position_key UNIQUE (dispatch_id, "position")
);
CREATE TRIGGER section_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.section FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();
alter table section enable row level security;
alter table section force row level security;
create policy owner_all on section for all to nspl_owner using (true) with check (true);
create policy recipient on section for select to public using ((EXISTS ( SELECT 1
   FROM dispatch d
  WHERE (d.id = section.dispatch_id))));
create policy sender on section for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table session (
  id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  made_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  signed_in_by text not null,
  constraint session_signed_in_by_check CHECK ((signed_in_by = ANY (ARRAY['mail-code'::text, 'first-operator-link'::text, 'operator-link'::text, 'demo'::text]))),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_hash_key UNIQUE (token_hash)
);

create table sign_in_code (
  id uuid not null,
  email text not null,
  code_hash bytea not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  wrong_tries integer not null default 0,
  constraint sign_in_code_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_code_email ON public.sign_in_code USING btree (lower(email), made_at DESC);

create table sign_in_link (
  token_hash bytea not null,
  purpose text not null,
  person_id uuid,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_in_link_check CHECK (((purpose = 'first-operator'::text) = (person_id IS NULL))),
  constraint sign_in_link_purpose_check CHECK ((purpose = ANY (ARRAY['first-operator'::text, 'operator-return'::text]))),
  constraint sign_in_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint sign_in_link_pkey PRIMARY KEY (token_hash)
);

create table slot_event (
  id uuid not null,
  recipient_id uuid not null,
  org_code org_code not null,
  sender_org org_code not null,
  at timestamp with time zone not null,
  what text not null,
  person_id uuid,
  acting_org org_code not null,
  detail text,
  constraint slot_event_detail_check CHECK ((length(detail) <= 300)),
  constraint slot_event_what_check CHECK (((length(what) >= 1) AND (length(what) <= 40))),
  constraint slot_event_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint slot_event_recipient_id_org_code_sender_org_fkey FOREIGN KEY (recipient_id, org_code, sender_org) REFERENCES recipient(id, org_code, sender_org),
  constraint slot_event_pkey PRIMARY KEY (id)
);
CREATE INDEX slot_event_by_recipient ON public.slot_event USING btree (recipient_id, at);
alter table slot_event enable row level security;
alter table slot_event force row level security;
create policy own on slot_event for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on slot_event for all to nspl_owner using (true) with check (true);
create policy sender on slot_event for all to public using (((sender_org)::text = (( SELECT acting_org() AS acting_org))::text));

create table stored_file (
  org_code org_code not null,
  sha256 bytea not null,
  size integer not null,
  media_type text not null,
  class class_code not null default 'open'::text,
  stored_at timestamp with time zone not null,
  constraint stored_file_sha256_check CHECK ((length(sha256) = 32)),
  constraint stored_file_size_check CHECK ((size > 0)),
  constraint stored_file_pkey PRIMARY KEY (org_code, sha256)
);
alter table stored_file enable row level security;
alter table stored_file force row level security;
create policy of_dispatch on stored_file for select to public using ((EXISTS ( SELECT 1
   FROM dispatch_file f
  WHERE (((f.sender_org)::text = (stored_file.org_code)::text) AND (f.sha256 = stored_file.sha256)))));
create policy of_reply on stored_file for select to public using ((EXISTS ( SELECT 1
   FROM reply_file f
  WHERE (((f.file_org)::text = (stored_file.org_code)::text) AND (f.sha256 = stored_file.sha256)))));
create policy own on stored_file for all to public using (((org_code)::text = (( SELECT acting_org() AS acting_org))::text));
create policy owner_all on stored_file for all to nspl_owner using (true) with check (true);

create table upkeep_run (
  id uuid not null,
  kind text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  ok boolean not null,
  detail jsonb not null default '{}'::jsonb,
  constraint upkeep_run_check CHECK ((ended_at >= started_at)),
  constraint upkeep_run_detail_check CHECK ((jsonb_typeof(detail) = 'object'::text)),
  constraint upkeep_run_kind_check CHECK ((kind = ANY (ARRAY['journal-verify'::text, 'backup'::text, 'restore-test'::text, 'wal-archive'::text, 'timestamp'::text, 'witness'::text]))),
  constraint upkeep_run_pkey PRIMARY KEY (id)
);
CREATE INDEX upkeep_run_latest ON public.upkeep_run USING btree (kind, ended_at DESC);
alter table upkeep_run enable row level security;
alter table upkeep_run force row level security;
create policy kept_by_secretariat on upkeep_run for select to public using ((EXISTS ( SELECT 1
   FROM organisation o
  WHERE (((o.code)::text = (( SELECT acting_org() AS acting_org))::text) AND (o.kind = 'secretariat'::text)))));
create policy noted on upkeep_run for insert to public with check (true);
create policy owner_all on upkeep_run for all to nspl_owner using (true) with check (true);

CREATE OR REPLACE FUNCTION public.acting_org()
 RETURNS org_code
 LANGUAGE sql
 STABLE
AS $function$ select current_setting('app.org')::org_code $function$;

CREATE OR REPLACE FUNCTION public.acting_person()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select current_setting('app.person')::uuid $function$;

CREATE OR REPLACE FUNCTION public.dispatch_counts(of_dispatch uuid)
 RETURNS TABLE(asked integer, answered integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select count(*)::int, count(r.answered_at)::int from recipient r
  where r.dispatch_id = of_dispatch
    and exists (select 1 from recipient mine where mine.dispatch_id = of_dispatch
                and (mine.org_code = current_setting('app.org')::org_code or mine.sender_org = current_setting('app.org')::org_code))
$function$;

CREATE OR REPLACE FUNCTION public.enter_session(token bytea, as_org text, at timestamp with time zone, today date)
 RETURNS TABLE(session_id uuid, person_id uuid, name text, email text, roles text[], org_kind text, seen_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  select s.id, p.id, p.name, p.email, s.seen_at,
      array(select distinct m.role from mandate m
            where m.person_id = p.id and m.org_code = as_org and m.from_on <= today and (m.to_on is null or m.to_on >= today)
            order by m.role),
      (select o.kind from organisation o where o.code = as_org)
    into session_id, person_id, name, email, seen_at, roles, org_kind
    from session s join person p on p.id = s.person_id
    where s.token_hash = token and s.ended_at is null and s.expires_at > at and s.seen_at > at - interval '12 hours' and p.ended_at is null;
  if not found then return; end if;
  if cardinality(roles) > 0 then perform set_config('app.org', as_org, true), set_config('app.person', person_id::text, true); end if;
  return next;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_code_letter(letter uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update outgoing_mail set text_body = '', html_body = '' where id = letter and purpose = 'sign-in-code'
$function$;

CREATE OR REPLACE FUNCTION public.forget_command_keys(at timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with gone as (delete from command_key where made_at < at - interval '90 days' returning 1) select count(*)::int from gone
$function$;

CREATE OR REPLACE FUNCTION public.has_marked_reply(of_recipient uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select exists (select 1 from reply r where r.recipient_id = of_recipient and r.secrecy_provision is not null) $function$;

CREATE OR REPLACE FUNCTION public.journal_append(to_log org_code, entry bytea, labels text[], salts bytea[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform journal_hold(to_log);
  return journal_put(to_log, entry, labels, salts);
end $function$;

CREATE OR REPLACE FUNCTION public.journal_hand_over(to_log org_code, entry bytea, labels text[], salts bytea[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into journal_waiting (log, entry, labels, salts) values (to_log, entry, labels, salts)
$function$;

CREATE OR REPLACE FUNCTION public.journal_hold(to_log org_code)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  waiting journal_waiting; taken int := 0;
begin
  perform 1 from journal_head h where h.log = to_log for update;
  if not found then
    insert into journal_head (log) values (to_log) on conflict do nothing;
    perform 1 from journal_head h where h.log = to_log for update;
  end if;
  for waiting in select * from journal_waiting w where w.log = to_log order by w.id limit 1000 loop
    perform journal_put(to_log, waiting.entry, waiting.labels, waiting.salts);
    delete from journal_waiting w where w.log = to_log and w.id = waiting.id;
    taken := taken + 1;
  end loop;
  return taken;
end $function$;

CREATE OR REPLACE FUNCTION public.journal_keep_checkpoint(of_log org_code, at_size bigint, its_root bytea, its_note text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  before bigint;
begin
  select coalesce(max(c.size), 0) into before from journal_checkpoint c where c.log = of_log;
  if not exists (select 1 from journal_head h where h.log = of_log and h.size >= at_size) or at_size <= before then
    raise exception 'no checkpoint of % entries can follow one of % in log %', at_size, before, of_log;
  end if;
  insert into journal_checkpoint (log, size, root, note, signed_at) values (of_log, at_size, its_root, its_note, at);
  if of_log <> 'TOP' then
    insert into journal_object (log, seq, type, object)
      select l.log, l.seq, e.entry ->> 'type', e.entry ->> 'object'
      from journal_leaf l cross join lateral (select journal_read(l.body) as entry offset 0) e
      where l.log = of_log and l.seq >= before and l.seq < at_size
        -- An index takes no longer one.
        and e.entry ->> 'type' is not null and length(e.entry ->> 'object') <= 500;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION public.journal_keep_key(its_id text, its_algorithm text, its_key bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into journal_key (id, algorithm, public_key, made_at) values (its_id, its_algorithm, its_key, at) on conflict do nothing
$function$;

CREATE OR REPLACE FUNCTION public.journal_put(to_log org_code, entry bytea, labels text[], salts bytea[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  at_size bigint; peaks bytea[]; node bytea; leaf bytea; bits bigint; top int;
begin
  select size, frontier into strict at_size, peaks from journal_head where log = to_log;
  leaf := sha256('\x00'::bytea || entry);
  node := leaf; bits := at_size; top := coalesce(array_length(peaks, 1), 0);
  while (bits & 1) = 1 loop
    node := sha256('\x01'::bytea || peaks[top] || node);
    top := top - 1; bits := bits >> 1;
  end loop;
  insert into journal_leaf (log, seq, body, leaf_hash) values (to_log, at_size, entry, leaf);
  update journal_head set size = at_size + 1, frontier = peaks[1:top] || node where log = to_log;
  if array_length(labels, 1) > 0 then
    insert into journal_commitment (log, seq, label, salt) select to_log, at_size, l, s from unnest(labels, salts) as u (l, s);
  end if;
  return at_size;
end $function$;

CREATE OR REPLACE FUNCTION public.journal_read(body bytea)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return convert_from(body, 'UTF8')::jsonb;
exception when data_exception or program_limit_exceeded then
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.journal_retire_keys(ids text[], at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update journal_key set retired_at = at where id = any(ids) and retired_at is null
$function$;

CREATE OR REPLACE FUNCTION public.journal_take_in()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  to_log org_code; taken int := 0;
begin
  for to_log in select distinct w.log from journal_waiting w order by 1 loop
    taken := taken + journal_hold(to_log);
  end loop;
  return taken;
end $function$;

CREATE OR REPLACE FUNCTION public.journal_top_head()
 RETURNS TABLE(size bigint, frontier bytea[])
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select h.size, h.frontier from journal_head h where h.log = 'TOP'
$function$;

CREATE OR REPLACE FUNCTION public.journal_unsigned()
 RETURNS TABLE(log org_code, size bigint, frontier bytea[], signed_size bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform journal_hold('TOP');
  return query
    select h.log, h.size, h.frontier, s.size from journal_head h
    cross join lateral (select coalesce(max(c.size), 0) as size from journal_checkpoint c where c.log = h.log) s
    where h.size > s.size order by h.log;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_after_sending()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select 1 from dispatch d where d.id in (new.dispatch_id, old.dispatch_id) and d.sent_at is not null) then
    raise exception '% of a sent utskick is frozen', tg_table_name using errcode = '42501';
  end if;
  return coalesce(new, old);
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change_of_sent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a sent utskick is frozen' using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION public.upkeep_journal()
 RETURNS TABLE(log org_code, size bigint, signed_size bigint, signed_at timestamp with time zone, unsigned_since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select h.log, h.size, coalesce(c.size, 0), c.signed_at,
    (select (convert_from(l.body, 'UTF8')::jsonb ->> 'at')::timestamptz from journal_leaf l where l.log = h.log and l.seq = coalesce(c.size, 0))
  from journal_head h left join lateral (
    select k.size, k.signed_at from journal_checkpoint k where k.log = h.log order by k.size desc limit 1) c on true
  order by h.log
$function$;

CREATE OR REPLACE FUNCTION public.upkeep_mail(at timestamp with time zone)
 RETURNS TABLE(org_code org_code, waiting integer, oldest_waiting timestamp with time zone, refused integer, uncertain integer, given_up integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select m.org_code,
    (count(*) filter (where m.accepted_at is null and m.failed_at is null))::int,
    min(m.made_at) filter (where m.accepted_at is null and m.failed_at is null),
    (count(*) filter (where m.failed_at > at - interval '30 days' and m.given_up_at is null and m.purpose <> 'sign-in-code'))::int,
    (count(*) filter (where m.uncertain and m.made_at > at - interval '30 days'))::int,
    (count(*) filter (where m.given_up_at > at - interval '30 days'))::int
  from outgoing_mail m where m.accepted_at is null or m.uncertain
  group by m.org_code order by m.org_code
$function$;
