-- The bundle of a meeting's papers: one PDF for all who may read the same. What is
-- here says how far it has come and which page is where; the file lies in a folder
-- of what can be made again.
create table bundle (
    key        text   primary key,          -- SHA-256 of plan
    meeting_id text   not null references meeting (id),
    plan       text   not null,             -- JSON: what it is made of
    state      text   not null check (state in ('waiting', 'making', 'ready', 'failed')),
    attempt    bigint not null,             -- 1 is the first
    step       bigint not null default 0,   -- papers that are done, of steps
    steps      bigint not null default 0,
    layout     text   not null default '',  -- JSON: which page is where, once it is ready
    size       bigint not null default 0,   -- bytes
    sha        text   not null default '',  -- SHA-256 of the file
    problem    text   not null default '',  -- why it failed
    asked_at   text   not null,
    made_at    text
);
create index bundle_meeting on bundle (meeting_id);
create index bundle_asked on bundle (asked_at);

-- The papers that were put to items and stand in a bundle: when one is taken back,
-- the bundle goes.
create table bundle_paper (
    key      text not null references bundle (key),
    paper_id text not null,
    primary key (key, paper_id)
);
