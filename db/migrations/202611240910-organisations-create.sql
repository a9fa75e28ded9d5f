create table organisation (
  code org_code primary key,
  kind text not null check (kind in ('region', 'area', 'secretariat', 'authority', 'association')),
  name text not null,
  short_name text not null,
  sort_order int not null,
  county_code text unique check (county_code ~ '^[0-9]{2}$'),
  county_letter text,
  organisation_number text,
  seat text,
  -- Region Gotland is by law a municipality (Gotlands kommun).
  municipality boolean not null default false,
  host_org org_code references organisation (code)
);
create table area_member (
  area_code org_code not null references organisation (code),
  org_code org_code not null references organisation (code),
  extent text not null check (extent in ('whole', 'part')),
  municipalities text[] not null default '{}',
  primary key (area_code, org_code)
);

create table person (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null check (email ~ '^[^@\s,;<>"]+@[^@\s,;<>"]+$' and length(email) <= 254),
  phone text,
  version int not null default 1,
  made_at timestamptz not null,
  ended_at timestamptz
);
create unique index person_email on person (lower(email)) where ended_at is null;

-- Function addresses, such as a registry's. Sending to an address nobody confirmed is refused.
create table organisation_address (
  id uuid primary key,
  org_code org_code not null references organisation (code),
  purpose text not null check (purpose in ('registry')),
  address text not null check (address ~ '^[^@\s,;<>"]+@[^@\s,;<>"]+$' and length(address) <= 254),
  from_on date not null,
  to_on date,
  set_at timestamptz,
  set_by uuid references person (id),
  confirmed_at timestamptz,
  confirmed_how text check (confirmed_how in ('telephone', 'mail', 'known')),
  confirmed_by uuid references person (id),
  check (to_on >= from_on),
  check (num_nulls(confirmed_at, confirmed_how, confirmed_by) in (0, 3))
);
create unique index organisation_address_one_open on organisation_address (org_code, purpose) where to_on is null;

create table mandate (
  id uuid primary key,
  person_id uuid not null references person (id),
  org_code org_code not null references organisation (code),
  role text not null check (role in ('secretariat-officer', 'secretariat-head', 'registrar', 'regional-officer', 'endorser', 'reader', 'operator')),
  title text,
  from_on date not null,
  to_on date check (to_on >= from_on),
  made_at timestamptz not null,
  made_by uuid references person (id),
  -- The same as ROLES_OF_KIND in rules.ts; whose an organisation is stands in its code.
  check (case
    when role in ('secretariat-officer', 'secretariat-head', 'operator') then org_code = 'NSPL'
    when role in ('regional-officer', 'endorser') then org_code ~ '^[0-9]{2}$'
    when role = 'registrar' then org_code = 'NSPL' or org_code ~ '^[0-9]{2}$'
    else true end)
);
create index mandate_person on mandate (person_id);
create index mandate_org on mandate (org_code, role);

-- No password anywhere: a code by mail, kept as a hash, good once and for ten minutes.
create table sign_in_code (
  id uuid primary key,
  email text not null,
  code_hash bytea not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  wrong_tries int not null default 0
);
create index sign_in_code_email on sign_in_code (lower(email), made_at desc);
create table sign_in_link (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('first-operator', 'operator-return')),
  -- Whom it lets in; the first operator is nobody yet.
  person_id uuid references person (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'first-operator') = (person_id is null))
);
create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null references person (id),
  made_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  signed_in_by text not null check (signed_in_by in ('mail-code', 'first-operator-link', 'operator-link', 'demo'))
);

-- Gate of every signed-in transaction: says who, under which roles, and sets the acting organisation only if there is a mandate.
-- Nothing can be read through the net before it has, so the query may travel in the same trip.
create function enter_session(token bytea, as_org text, at timestamptz, today date)
  returns table (session_id uuid, person_id uuid, name text, email text, roles text[], org_kind text, seen_at timestamptz)
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
