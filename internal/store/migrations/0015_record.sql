-- After a meeting: the parts of its record in their versions, what is written of
-- each item, who is asked to approve which words, who was sent them and has read
-- them.
create table record_part (
    id           text   primary key,
    meeting_id   text   not null references meeting (id),
    kind         text   not null check (kind in ('decisions', 'notes')),
    no           bigint not null,           -- version of the part, from 1
    state        text   not null check (state in ('drafted', 'checked', 'approved', 'published')),
    content      text   not null,           -- JSON; '' while it is drafted
    hash         text   not null,           -- of content; '' while it is drafted
    corrects     text   references record_part (id),
    reason       text   not null,           -- why there is a new version
    checked_by   text   not null,           -- person
    checked_as   text   not null,
    checked_at   text,
    approved_at  text,
    approved_way text   not null,           -- how: link and signed_in by those asked, meeting and paper as recorded
    approved_as  text   not null,           -- who recorded an approval at a meeting or on paper
    approved_in  text   references meeting (id), -- the later meeting that approved it
    sent_at      text,                      -- the first time
    sent_as      text   not null,
    published_at text,
    published_as text   not null,
    audience     text   not null check (audience in ('', 'body', 'participants', 'public')),
    version      bigint not null,
    unique (meeting_id, kind, no),
    check ((state = 'drafted') = (hash = ''))
);
create unique index record_part_corrects on record_part (corrects);

-- What the one who records wrote of an item, in the version that is being written.
create table record_text (
    part_id    text   not null references record_part (id),
    item_id    text   not null,
    text       text   not null,
    written_as text   not null,
    written_at text   not null,
    version    bigint not null,
    primary key (part_id, item_id)
);

-- Who was elected at a meeting to approve its minutes.
create table record_adjuster (
    meeting_id text not null references meeting (id),
    person_id  text not null references person (id),
    elected_as text not null,               -- who recorded it, as shown
    elected_at text not null,
    primary key (meeting_id, person_id)
);

-- Who is asked to approve the words of a version, and what they said.
create table record_request (
    id          text   primary key,
    part_id     text   not null references record_part (id),
    person_id   text   not null references person (id),
    as_role     text   not null,
    hash        text   not null,            -- of the words that were asked about
    round       bigint not null,            -- a version that was sent back is asked about again
    asked_at    text   not null,
    ends_at     text   not null,            -- the link can be used until then
    answer      text   not null check (answer in ('', 'approved', 'returned')),
    way         text   not null,
    comment     text   not null,
    noted_as    text   not null,            -- who recorded an answer given at a meeting or on paper
    answered_at text,
    unique (part_id, person_id, round)
);
create index record_request_person on record_request (person_id, answer);

-- Whom a version was sent to, and whether they have said that they read it.
create table record_receipt (
    id        text primary key,
    part_id   text not null references record_part (id),
    person_id text not null references person (id),
    why       text not null,                -- called, goes_on, registry, named
    party_id  text not null,                -- whose registry; '' for others
    sent_at   text not null,
    read_at   text,
    way       text not null,
    unique (part_id, person_id)
);
create index record_receipt_person on record_receipt (person_id, sent_at);

-- The links in mails. Each opens one request or one receipt and nothing else.
create table record_link (
    token_hash text primary key,            -- SHA-256 of the link's 256 bits
    request_id text references record_request (id),
    receipt_id text references record_receipt (id),
    made_at    text not null,
    check ((request_id is null) <> (receipt_id is null))
);
create index record_link_request on record_link (request_id);
create index record_link_receipt on record_link (receipt_id);

-- What the public reads: a copy of a published part without what is not open to
-- all. The portal reads this table and not the parts.
create table record_public (
    part_id      text   primary key references record_part (id),
    meeting_id   text   not null references meeting (id),
    body_id      text   not null,
    kind         text   not null,
    form         text   not null,           -- notes or minutes
    no           bigint not null,
    on_date      text   not null,
    search_key   text   not null,           -- titles, folded
    content      text   not null,           -- JSON
    published_at text   not null,
    replaced_at  text                       -- a later version stands instead
);
create index record_public_body on record_public (body_id, on_date);
create index record_public_meeting on record_public (meeting_id);

-- Whom at home a party tells of a meeting, and whom it has told: working material,
-- the party's alone.
create table home_told (
    party_id   text   not null,
    id         text   not null,
    meeting_id text   not null references meeting (id),
    whom       text   not null,
    sort_key   text   not null,
    told_on    text   not null,             -- '' until it is done
    written_by text   not null,
    written_as text   not null,
    written_at text   not null,
    version    bigint not null,
    primary key (party_id, id)
);
create index home_told_meeting on home_told (party_id, meeting_id);
