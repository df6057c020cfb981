-- Agendas: standing items, papers of an item, who takes part in an item, versions.

-- The seats that are there for some questions only, and are for this one: whoever
-- sits there takes part in the items of the matter and in nothing else of the
-- body's meetings. Kept by app.Unit.Refresh in the same transaction as each change.
create table matter_seat (
    matter_id text not null references matter (id),
    body_id   text not null,
    seat      text not null,
    from_day  text not null default '',       -- meetings from this day on; '' from the first
    to_day    text not null default '',       -- to this day; '' is open
    primary key (matter_id, body_id, seat)
);

-- The papers of an item beside the proposal of its matter.
create table item_paper (
    id           text primary key,
    meeting_id   text not null references meeting (id),
    item_id      text not null references agenda_item (id),
    place        bigint not null,             -- 1 is the first of its item
    title        text not null,
    file_sha     text not null references file (sha256),
    file_name    text not null,
    size         bigint not null,
    media        text not null,
    added_by     text not null,               -- person
    added_as     text not null,
    added_at     text not null,
    late         boolean not null default false, -- came after a notice had gone out: a supplement
    withdrawn_at text,                        -- after the notice it is marked, never gone
    withdrawn_as text not null default '',
    version      bigint not null
);
create index item_paper_meeting on item_paper (meeting_id, item_id, place);
create index item_paper_item on item_paper (item_id);
create index item_paper_file on item_paper (file_sha);

-- The agenda as it was each time it went out, or was decided on: A, B, C.
create table agenda_version (
    id         text primary key,
    meeting_id text not null references meeting (id),
    no         bigint not null,               -- 1 is A
    cause      text not null check (cause in ('notice', 'decided')),
    notice_id  text not null default '',      -- the notice that it went out with
    frozen_as  text not null,
    frozen_at  text not null,
    unique (meeting_id, no)
);
create index agenda_version_notice on agenda_version (notice_id);

create table agenda_version_item (
    version_id text not null references agenda_version (id),
    item_id    text not null,                 -- of the agenda; it may be gone since
    pos        bigint not null,
    matter_id  text not null default '',
    title      text not null,
    summary    text not null,
    purpose    text not null,
    minutes    bigint not null,
    presenter  text not null,
    papers     text not null,                 -- their names as they were, opaque JSON
    primary key (version_id, item_id)
);
