-- Files: their text, what the guard found, bundles of papers.

-- What was read of a file, by the SHA-256 of its content. Whose file it is stands
-- where it belongs; nothing here leads to it.
create table file_text (
    sha256   text primary key references file (sha256),
    state    text    not null,             -- waiting, read
    problem  text    not null default '',  -- why not all of it was read
    pages    bigint  not null default 0,
    title    text    not null default '',
    language text    not null default '',
    tagged   boolean not null default false,
    outside  boolean not null default false,
    untold   text    not null default '',  -- pages of pictures alone, comma separated
    read_at  text    not null default ''
);
create index file_text_waiting on file_text (sha256) where state = 'waiting';

create table file_part (
    sha256 text   not null references file_text (sha256),
    seq    bigint not null,
    kind   text   not null,                -- page, body, header, comment …
    page   bigint not null,                -- of a PDF; 0 elsewhere
    text   text   not null,
    primary key (sha256, seq)
);

-- Personal identity numbers that stand in a file: where, and masked.
create table file_finding (
    sha256 text   not null references file_text (sha256),
    seq    bigint not null,
    kind   text   not null,
    page   bigint not null,
    masked text   not null,
    primary key (sha256, seq)
);

-- What may become public, by the SHA-256 of a file or of a text: read and clean,
-- let through by a named person with a reason, or there before it was asked.
create table cleared (
    hash      text primary key,
    how       text not null,               -- clean, reason, before
    reason    text not null default '',
    by_person text not null default '',
    by_as     text not null default '',
    at        text not null
);

insert into file_text (sha256, state) select sha256, 'waiting' from file;
insert into cleared (hash, how, at) select sha256, 'before', added_at from file;
