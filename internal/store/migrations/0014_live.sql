-- A meeting under way: what was typed, what those who follow it are told, who is
-- there from which item on, how each voted, what was struck, and assignments.

-- Every text that was saved of a field, in order and for ever. no counts per
-- field; base is the text that it was written over (0: none); head: it stands.
-- Two that stand were written over the same text, and somebody has to choose.
create table meeting_draft (
    meeting_id text not null references meeting (id),
    item_id    text not null,
    field      text not null,               -- note, text, reservation, responsible
    no         bigint not null,
    base       bigint not null,
    text       text not null,
    op         text not null,               -- made by whoever sent it: sent twice is saved once
    head       boolean not null,
    by_person  text not null,
    by_as      text not null,               -- name as shown
    at         text not null,
    primary key (meeting_id, item_id, field, no)
);
create unique index meeting_draft_op on meeting_draft (meeting_id, by_person, op);
create index meeting_draft_head on meeting_draft (meeting_id, item_id, field) where head;

-- What those who follow a meeting are told of: seq grows with each change that
-- they see, typed with each text that is saved; the item that is up now.
create table meeting_live (
    meeting_id text primary key references meeting (id),
    seq        bigint not null default 0,
    typed      bigint not null default 0,
    item_id    text not null default '',
    shown      text not null default ''     -- the proposal that is shown to all in that item
);
