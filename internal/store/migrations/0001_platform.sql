-- The platform: people, accounts, structure versions, the door's own rows, and
-- the logs of acts. Times are UTC text of fixed width, dates ISO text.

-- PostgreSQL's writers stand in line at this table (postgres.go); it has no rows.
create table writer (id bigint primary key);

-- One row: this installation.
create table installation (
    one        bigint primary key check (one = 1),
    id         text   not null,
    public_key text   not null,           -- of the key that signs checkpoints, hexadecimal
    created_at text   not null
);

-- Structures ----------------------------------------------------------------

create table structure_version (
    id         text   primary key,
    structure  text   not null,           -- id in the file, the same in all rows
    valid_from text   not null,
    name       text   not null,           -- file name, for messages
    source     bytea  not null,           -- the file as it was
    practice   bytea,                     -- the practice file that goes with it
    hash       text   not null,           -- SHA-256 of source and practice
    created_at text   not null,
    created_by text   not null            -- account, '' for the command line
);
create index structure_version_from on structure_version (valid_from, created_at);

-- People --------------------------------------------------------------------

create table person (
    id         text   primary key,
    name       text   not null,
    sort_key   text   not null,
    email      text   not null,
    email_key  text   not null,           -- folded
    version    bigint not null,
    created_at text   not null
);
create unique index person_email on person (email_key) where email_key <> '';

create table membership (
    id           text   primary key,
    person       text   not null references person (id),
    party        text   not null,
    office       text   not null,
    body         text   not null,         -- '' for a role in the party itself
    role         text   not null,
    from_day     text   not null,
    to_day       text   not null,         -- '' is open
    deputy_for   text   references membership (id),
    appointed_by text   not null,
    version      bigint not null,
    created_at   text   not null,
    check (party <> '' or body <> ''),
    check (to_day = '' or from_day <= to_day)
);
create index membership_person on membership (person, from_day);
create index membership_body on membership (body, from_day);
create index membership_party on membership (party, from_day);

-- Accounts ------------------------------------------------------------------

create table account (
    id            text    primary key,
    issuer        text    not null,       -- 'local' for a password account
    subject       text    not null,       -- random for a local account, never an e-mail address
    person        text    references person (id),
    email         text    not null,
    email_key     text    not null,
    password_hash text    not null,       -- '' when it has none (yet)
    operator      boolean not null,
    closed_at     text    not null,       -- '' while it is open
    version       bigint  not null,
    created_at    text    not null,
    unique (issuer, subject)
);
-- What is typed at sign-in finds a local account; no account of another issuer
-- is ever found by an address.
create unique index account_local_email on account (email_key) where issuer = 'local' and email_key <> '';
create index account_person on account (person);

create table session (
    id         text primary key,          -- outward id, for the list of one's own sessions
    token_hash text not null unique,      -- SHA-256 of the cookie's 256 bits
    account    text not null references account (id),
    agent      text not null,             -- what the browser calls itself, shortened
    created_at text not null,
    seen_at    text not null,
    idle_at    text not null,             -- unused until then, it ends
    ends_at    text not null              -- it ends then in any case
);
create index session_account on session (account);
create index session_ends on session (ends_at);

create table invite (
    token_hash text primary key,          -- SHA-256 of the link's 256 bits
    account    text not null references account (id),
    created_at text not null,
    created_by text not null,
    ends_at    text not null,
    used_at    text not null
);
create index invite_account on invite (account);

create table rate_limit (
    key     text   primary key,           -- what is counted, hashed
    used    bigint not null,
    ends_at text   not null               -- the count starts anew then
);

-- The door ------------------------------------------------------------------

create table idempotency (
    account      text not null,
    command      text not null,
    key          text not null,
    request_hash text not null,
    answer       text not null,
    created_at   text not null,
    primary key (account, command, key)
);
create index idempotency_created on idempotency (created_at);

create table outbox (
    id         text   primary key,
    kind       text   not null,
    key        text   not null unique,    -- stable: the same work is put in once
    payload    text   not null,
    due_at     text   not null,
    tries      bigint not null,
    claim      text   not null,           -- who has it in hand, '' for nobody
    claimed_to text   not null,
    done_at    text   not null,
    failed_at  text   not null,           -- given up
    error      text   not null,
    created_at text   not null
);
create index outbox_due on outbox (due_at, id) where done_at = '' and failed_at = '';

create table schedule (
    name    text primary key,
    last_at text not null,
    next_at text not null
);

-- The logs of acts (docs/log-format.md) ---------------------------------------

create table log_head (
    log  text   primary key,
    size bigint not null
);

create table log_entry (
    log    text   not null,
    seq    bigint not null,
    entry  text   not null,               -- canonical JSON
    hash   bytea  not null,               -- tlog record hash of entry
    object text   not null,               -- as in entry, to find the one before
    at     text   not null,               -- as in entry, to list by time
    type   text   not null,               -- as in entry, to list by type
    primary key (log, seq)
);
create index log_entry_object on log_entry (log, object, seq);

create table log_hash (
    log  text   not null,
    idx  bigint not null,                 -- tlog.StoredHashIndex
    hash bytea  not null,
    primary key (log, idx)
);

-- What the entries commit to. A row is destroyed to erase, and the entry then
-- says nothing any more.
create table log_record (
    log    text  not null,
    seq    bigint not null,
    salt   bytea not null,
    record text  not null,                -- canonical JSON
    party  text  not null,                -- '' , or the one party whose working material it tells of
    primary key (log, seq)
);

create table checkpoint (
    log        text   not null,
    size       bigint not null,
    note       text   not null,           -- signed note
    created_at text   not null,
    primary key (log, size)
);

insert into log_head (log, size) values ('internal', 0), ('public', 0);
