-- Whoever runs the installation may give up on a letter, saying why. The letter stays in the ledger as it was.
alter table outgoing_mail add column given_up_at timestamptz;
alter table outgoing_mail add column given_up_by uuid references person (id);
alter table outgoing_mail add column given_up_reason text;
alter table outgoing_mail add check (num_nonnulls(given_up_at, given_up_by, given_up_reason) in (0, 3));
alter table outgoing_mail add check (given_up_at is null or failed_at is not null);

create index outgoing_mail_open on outgoing_mail (org_code, made_at) where accepted_at is null;
create index outgoing_mail_uncertain on outgoing_mail (org_code, made_at) where uncertain;

-- How the mail of each organisation goes, in numbers alone: for whoever runs the mail of all of them.
create function upkeep_mail(at timestamptz) returns table
  (org_code org_code, waiting int, oldest_waiting timestamptz, refused int, uncertain int, given_up int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_code,
    (count(*) filter (where m.accepted_at is null and m.failed_at is null))::int,
    min(m.made_at) filter (where m.accepted_at is null and m.failed_at is null),
    (count(*) filter (where m.failed_at > at - interval '30 days' and m.given_up_at is null and m.purpose <> 'sign-in-code'))::int,
    (count(*) filter (where m.uncertain and m.made_at > at - interval '30 days'))::int,
    (count(*) filter (where m.given_up_at > at - interval '30 days'))::int
  from outgoing_mail m where m.accepted_at is null or m.uncertain
  group by m.org_code order by m.org_code
$$;
