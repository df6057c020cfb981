-- The county's documents: logo, wording, language. Each change is a version of
-- its own, and the newest is in force; those before stay as they were.
create table paper_logo (
    sha      text   primary key,          -- SHA-256 of data
    media    text   not null check (media in ('image/png', 'image/jpeg')),
    data     bytea  not null,             -- read and written again by the program
    width    bigint not null,
    height   bigint not null,
    added_at text   not null
);

create table paper_set (
    version  bigint primary key,
    lang     text   not null,             -- of a document that nobody asks for in another
    words    text   not null,             -- JSON: what the county words itself
    logo_sha text   references paper_logo (sha),
    logo_alt text   not null,
    change   text   not null,             -- words, built_in, look
    set_by   text   not null,             -- account
    set_as   text   not null,             -- office and party, as shown
    set_at   text   not null
);
