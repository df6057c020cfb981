-- Recording by several at once: each body of a joint meeting words its own decision.

-- The body in whose name a decision is worded, where it meets jointly with the one
-- that called the meeting; '' is that one, and the notes that are everybody's.
alter table meeting_draft add column body_id text not null default '';
