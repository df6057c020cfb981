-- Notices: undo, delivery, answers, deputies.

-- A notice leaves at due_at; until then it can be taken back. What one act sends
-- (the notice itself, cancellations to those who are no longer called) has the
-- same act.
alter table notice add column due_at text not null default '';
alter table notice add column undone_at text not null default '';
alter table notice add column act text not null default '';
alter table notice add column was_state text not null default '';      -- of the meeting, before it; '' for one that can't be undone
alter table notice add column was_sequence bigint not null default 0;

-- What a piece of work is about and for whom, so that it can be taken back, shown
-- and tried again; and in one word how it went.
alter table outbox add column about text not null default '';
alter table outbox add column person text not null default '';
alter table outbox add column code text not null default '';
create index outbox_about on outbox (about, person) where about <> '';

-- Whether the mail server answers. No row: it does, as far as is known.
create table mail_server (
    one        bigint primary key check (one = 1),
    down_since text   not null,
    tries      bigint not null,
    next_at    text   not null,
    error      text   not null
);
