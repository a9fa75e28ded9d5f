-- The region's own warning on its answer (OSL 5:5), and the class that follows: a marked answer is at least limited, and no less than what was asked.
alter table reply add column class class_code not null default 'open';
alter table reply add column secrecy_provision text;
alter table reply add column secrecy_date date;
alter table reply add column secrecy_authority text;
alter table reply add check (num_nonnulls(secrecy_provision, secrecy_date, secrecy_authority) in (0, 3));
alter table reply add check (secrecy_provision is null or class <> 'open');
update reply y set class = d.class from dispatch d where d.id = y.dispatch_id and d.class <> 'open';

create index reply_marked on reply (recipient_id) where secrecy_provision is not null;

-- What its organisation has marked is for the sender alone, whatever the utskick lets others see; so is what it gave before, which no longer counts.
create function has_marked_reply(of_recipient uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from reply r where r.recipient_id = of_recipient and r.secrecy_provision is not null) $$;
drop policy others on reply;
create policy others on reply for select using (
  exists (select 1 from dispatch d where d.id = reply.dispatch_id and d.others_visible <> 'no')
  and not has_marked_reply(recipient_id));
