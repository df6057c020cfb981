-- Before a meeting: a person's own notes and marks, that person's alone.

-- item_id '' is the note on the meeting itself. An item may be taken off the
-- agenda while its note stays, so the row holds the item's title as it was.
-- Destroying the row, with its salt, leaves nothing that the log could be made
-- to tell.
create table person_note (
    person_id    text    not null references person (id),
    meeting_id   text    not null references meeting (id),
    item_id      text    not null,
    title        text    not null,
    text         text    not null,
    question     boolean not null,
    important    boolean not null,
    read_version bigint  not null,        -- of the proposal, when the item was marked as read; 0 for none
    read_seen    text    not null,        -- the item's own words then
    read_at      text    not null,        -- '' when it is not marked as read
    salt         text    not null,
    changed_at   text    not null,
    version      bigint  not null,
    primary key (person_id, meeting_id, item_id)
);
create index person_note_meeting on person_note (meeting_id);
