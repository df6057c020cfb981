-- A version of the structure that somebody proposes. It holds nothing until
-- somebody else has approved it, and then from its day.
create table structure_proposal (
    id          text   primary key,
    structure   text   not null,           -- id in the file
    valid_from  text   not null,           -- the day from which it would hold
    name        text   not null,           -- file name, for messages
    note        text   not null,           -- what it is for, in the proposer's words
    source      bytea  not null,           -- the file as it was
    practice    bytea,                     -- the practice file that goes with it
    state       text   not null check (state in ('proposed', 'approved', 'withdrawn')),
    proposed_by text   not null,           -- account
    proposed_as text   not null,           -- office and party, as shown
    proposed_at text   not null,
    decided_as  text   not null,           -- '' until it is approved or withdrawn
    decided_at  text,
    version_id  text   references structure_version (id),  -- what it became
    version     bigint not null
);
create index structure_proposal_at on structure_proposal (proposed_at, id);
