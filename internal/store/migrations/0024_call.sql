-- The chair's go for a notice, where the text says that the chair answers for it.

-- said grows with each change of what the meeting's notice says: its time, its
-- place, its bodies, its agenda. A go is for what stood when it was given.
alter table meeting add column said bigint not null default 1;
alter table meeting add column go_said bigint not null default 0;       -- what the go is for; 0: none was given
alter table meeting add column go_by text not null default '';          -- person
alter table meeting add column go_as text not null default '';
alter table meeting add column go_deputed boolean not null default false; -- by whom the chair has left it to
alter table meeting add column go_at text not null default '';
alter table meeting add column go_asked_at text not null default '';

-- To whom the chair of a body has left the go for its notices. It holds for the
-- meetings on whose day the one who left it is the chair.
create table go_deputy (
    body_id   text not null,
    person_id text not null references person (id),
    left_by   text not null references person (id),
    left_as   text not null,
    left_at   text not null,
    primary key (body_id, person_id, left_by)
);

-- The links of the letters that ask for a go, by their hashes.
create table go_link (
    link_hash  text primary key,
    meeting_id text not null references meeting (id),
    person_id  text not null references person (id),
    made_at    text not null
);
create index go_link_meeting on go_link (meeting_id);
