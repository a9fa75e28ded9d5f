import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { newId } from '../src/platform/ids.ts'

/**
 * The writes of a hand-in, all inside one function of the database: no HTTP, no sign-in by cookie, no rules, no row-level security, one
 * statement. What no product can beat: it shows how far any order of the same writes comes beside one bare INSERT on this disk.
 */
const ONE = `create or replace function bare_hand_in(token bytea, org text, now timestamptz, today date, key text, hash bytea, slot uuid, dispatch uuid,
  reply uuid, content text, content_hash bytea, entry uuid, event uuid, own_leaf bytea, other_leaf bytea, salt bytea) returns text language plpgsql as $$
declare person uuid; r recipient; number text; fields json;
begin
  select e.person_id into person from enter_session(token, org, now, today) e;
  insert into command_key (org_code, person_id, route, key, body_hash, made_at) values (org, person, 'bare', key, hash, now) on conflict do nothing;
  select * into r from recipient where id = slot for update;
  select 'B-' || nextval('reply_number'), (select json_agg(f) from draft_field f where f.recipient_id = slot) into number, fields
    from dispatch d where d.id = dispatch;
  insert into reply (id, recipient_id, dispatch_id, org_code, sender_org, number, form, channel, relation, earlier_id, content, content_sha256, handed_in_at, handed_in_by, entered_by_org)
    values (reply, r.id, r.dispatch_id, r.org_code, r.sender_org, number, 'filled', 'platform', 'replaces', r.reply_id, content, content_hash, now, person, r.org_code);
  insert into register_entry (id, org_code, direction, occurred_at, counterpart_org, title, case_number, document, object_id)
    values (entry, 'NSPL', 'in', now, org, 'bare', 'bare', 'reply', reply);
  update recipient set answered_how = 'platform', reply_id = reply where id = slot;
  insert into slot_event (id, recipient_id, org_code, sender_org, at, what, person_id, acting_org, detail)
    values (event, slot, org, 'NSPL', now, 'replaced', person, org, number);
  perform journal_append(org, own_leaf, array['reply'], array[salt]);
  perform journal_hand_over('NSPL', other_leaf, array['reply'], array[salt]);
  update command_key c set status = 200, reply = jsonb_build_object('number', number) where c.person_id = person and c.route = 'bare' and c.key = bare_hand_in.key;
  return number;
end $$`

type Slot = { org: string; token: string; recipientId: string; dispatchId: string; content: string }

/** Makes the function. Out: one hand-in through it, for a slot. */
export async function oneFunction(pool: pg.Pool): Promise<(slot: Slot) => Promise<void>> {
  await pool.query(ONE)
  return async ({ org, token, recipientId, dispatchId, content }) => {
    const now = new Date()
    const leaf = (log: string) =>
      Buffer.from(JSON.stringify({ v: 1, log, type: 'reply.handed-in', at: now.toISOString(), org, object: recipientId }))
    await pool.query({
      name: 'one',
      text: 'select bare_hand_in($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)',
      values: [
        sha256(token),
        org,
        now,
        now.toISOString().slice(0, 10),
        randomUUID(),
        sha256(recipientId),
        recipientId,
        dispatchId,
        newId(now),
        content,
        sha256(content),
        newId(now),
        newId(now),
        leaf(org),
        leaf('NSPL'),
        randomBytes(32),
      ],
    })
  }
}

const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest()
