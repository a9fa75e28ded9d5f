-- The public halves of the keys that sign checkpoints. The private half lies in a file, never here. `id` is the SHA-256 of the key.
create table journal_key (
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  algorithm text not null check (algorithm in ('ed25519', 'ml-dsa-44')),
  public_key bytea not null,
  made_at timestamptz not null,
  retired_at timestamptz
);
-- A log's size and root, signed (C2SP tlog-checkpoint). TOP is the log over all of them.
create table journal_checkpoint (
  log org_code not null references journal_head (log),
  size bigint not null check (size > 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  signed_at timestamptz not null,
  primary key (log, size)
);
-- Where the entries about a thing stand. Written when they are signed, so that the act itself need not wait for it.
create table journal_object (
  log org_code not null,
  seq bigint not null,
  type text not null,
  object text not null,
  primary key (log, seq),
  foreign key (log, seq) references journal_leaf (log, seq)
);
create index journal_object_by_object on journal_object (log, object);

create trigger journal_checkpoint_append_only before update or delete on journal_checkpoint for each row execute function refuse_change();
create trigger journal_checkpoint_no_truncate before truncate on journal_checkpoint for each statement execute function refuse_change();

/*
 * What has grown since it was last signed. Holds the head of TOP to the end of the transaction, so that one signs at a time, and the other
 * then sees what the first has signed.
 */
create function journal_unsigned() returns table (log org_code, size bigint, frontier bytea[], signed_size bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform journal_hold('TOP');
  return query
    select h.log, h.size, h.frontier, s.size from journal_head h
    cross join lateral (select coalesce(max(c.size), 0) as size from journal_checkpoint c where c.log = h.log) s
    where h.size > s.size order by h.log;
end $$;

/* The head of TOP as this transaction has made it. */
create function journal_top_head() returns table (size bigint, frontier bytea[])
  language sql volatile security definer set search_path = public, pg_temp as $$
  select h.size, h.frontier from journal_head h where h.log = 'TOP'
$$;

/* Keeps a signed checkpoint, and notes where the entries that it covers first stand. */
create function journal_keep_checkpoint(of_log org_code, at_size bigint, its_root bytea, its_note text, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
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
      from journal_leaf l cross join lateral (select convert_from(l.body, 'UTF8')::jsonb as entry) e
      where l.log = of_log and l.seq >= before and l.seq < at_size;
  end if;
end $$;

/* Makes the public half of a key known. Known before, it stays as it is. */
create function journal_keep_key(its_id text, its_algorithm text, its_key bytea, at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into journal_key (id, algorithm, public_key, made_at) values (its_id, its_algorithm, its_key, at) on conflict do nothing
$$;

/* Notes that keys sign no longer. */
create function journal_retire_keys(ids text[], at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update journal_key set retired_at = at where id = any(ids) and retired_at is null
$$;

alter table journal_checkpoint enable row level security; alter table journal_checkpoint force row level security;
alter table journal_object enable row level security; alter table journal_object force row level security;
create policy owner_all on journal_checkpoint to current_user using (true) with check (true);
create policy owner_all on journal_object to current_user using (true) with check (true);

-- Public keys are public, and outside the net. The top log and its checkpoints hold sizes and hashes alone, and each organisation proves its own with them.
create policy own_log on journal_checkpoint for select using (log = (select acting_org()) or log = 'TOP');
create policy own_log on journal_object for select using (log = (select acting_org()));
create policy top_log on journal_head for select using (log = 'TOP');
create policy top_log on journal_leaf for select using (log = 'TOP');
