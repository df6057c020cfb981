-- Decisions between a body's meetings (per capsulam): a matter that is put to its
-- members, their answers, and what came of it.

create table written (
    id          text   primary key,
    body_id     text   not null,
    matter_id   text   not null references matter (id),
    station     text   not null,
    terms       text   not null,            -- what is proposed, as JSON: the terms of a decision
    last_day    text   not null,            -- for answers
    opened_by   text   not null references person (id),
    opened_as   text   not null,
    opened_at   text   not null,
    state       text   not null,            -- open, decided, left
    why         text   not null default '', -- left: why it goes to a meeting
    said        text   not null default '', -- left: the reason of whoever took it back
    closed_at   text   not null default '',
    decision_id text   references decision (id),
    version     bigint not null
);
create index written_body on written (body_id, opened_at);
create index written_matter on written (matter_id);
create index written_due on written (state, last_day);
create index written_decision on written (decision_id);

-- Whom it was put to, and what they answer.
create table written_voice (
    written_id text not null references written (id),
    person_id  text not null references person (id),
    party      text not null,
    link_hash  text not null,               -- of the link in the letter
    said       text not null default '',    -- agrees, objects, at_meeting; '' for no answer
    why        text not null default '',
    at         text not null default '',
    primary key (written_id, person_id)
);
create unique index written_voice_link on written_voice (link_hash);
create index written_voice_person on written_voice (person_id, said);

-- What was decided so hangs on a row among the meetings, which is no meeting: it
-- names its procedure and is counted and listed nowhere.
alter table meeting add column written text not null default '';
create index meeting_written on meeting (written) where written <> '';
