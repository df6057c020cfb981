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

-- What somebody who is called has answered. The secrets are in the link of the
-- mail and in the address of the calendar entry's organizer; here are their hashes.
create table meeting_answer (
    meeting_id  text   not null references meeting (id),
    person_id   text   not null references person (id),
    link_hash   text   not null unique,
    reply_hash  text   not null unique,
    answer      text   not null default '',   -- coming, not_coming, perhaps
    answered_at text   not null default '',
    via         text   not null default '',   -- page, link, calendar
    asked       bigint not null default 0,    -- the calendar entry's sequence from which answers count
    primary key (meeting_id, person_id)
);
create index meeting_answer_person on meeting_answer (person_id);

-- Deputies who are called in the stead of members who can't come.
create table meeting_deputy (
    id         text primary key,
    meeting_id text not null references meeting (id),
    absent_id  text not null references person (id),
    deputy_id  text references person (id),   -- null: nobody is left
    basis      text not null,                 -- named, party
    called_at  text not null,
    ended_at   text not null default ''       -- the member comes after all, or the deputy can't either
);
create index meeting_deputy_meeting on meeting_deputy (meeting_id, deputy_id);
create index meeting_deputy_absent on meeting_deputy (absent_id);
create index meeting_deputy_deputy on meeting_deputy (deputy_id);
