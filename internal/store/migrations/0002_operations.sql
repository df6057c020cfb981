-- What happens under the structure: matters and their way, meetings,
-- decisions, the parties' own decisions, documents.
--
-- One database holds one county. Ids are random text. Times are fixed-width
-- UTC text, dates ISO text. Working material of a party (home_*, keyed by
-- party first) and records are different tables; sharing copies.

create table matter (
    id           text primary key,
    number       text unique,                 -- given at triage, from the series of its audience
    title        text not null,
    summary      text not null,
    kind         text not null,
    origin       text not null default '',    -- body or party that raised it
    raised_by    text not null,               -- person
    raised_at    text not null,
    state        text not null,
    audience     text not null,               -- item, participants
    level        text not null default '',
    structure_id text not null,               -- the structure version it began under
    entry_on     text not null default '',    -- date of entry of what is decided; '' = when adopted
    public_at    text,                        -- its public page opened
    in_force_on  text,                        -- computed when the adoption rule holds: adopted and date of entry
    -- where it is now: kept by app.Unit.Refresh in the same transaction as each change
    step_now     text not null default '',
    place_now    text not null default '',
    waits_for    text not null default '',
    done_count   bigint not null default 0,
    total_count  bigint not null default 0,
    earliest_on  text,
    stalled_by   text not null default '',    -- party ids, comma separated
    search_key   text not null,
    ended        boolean not null default false,
    changed_at   text not null,
    version      bigint not null
);
create index matter_list on matter (changed_at desc, id desc);
create index matter_open on matter (ended, changed_at desc, id desc);
create index matter_raised on matter (raised_at, id) where state = 'raised';
create index matter_mine on matter (raised_by, changed_at desc, id desc);
create index matter_public on matter (public_at, id) where public_at is not null;

create table matter_field (
    matter_id text not null references matter (id),
    field     text not null,
    primary key (matter_id, field)
);

create table matter_fact (
    matter_id   text not null references matter (id),
    fact        text not null,
    known       boolean not null,
    yes         boolean not null,
    parties     text not null default '',
    answered_by text not null,
    answered_at text not null,
    primary key (matter_id, fact)
);

-- The bodies and parties on a matter's route; ahead: with something left to do.
-- Kept by app.Unit.Refresh, so that a moved meeting finds the matters it moves.
create table matter_stop (
    place     text not null,                 -- id of a body or a party
    matter_id text not null references matter (id),
    ahead     boolean not null,
    primary key (place, matter_id)
);
create index matter_stop_matter on matter_stop (matter_id);

-- What everybody who may open the matter can read of what happened, in order.
-- Never holds a party's working material.
create table matter_event (
    matter_id text not null references matter (id),
    seq       bigint not null,
    at        text not null,
    kind      text not null,
    actor     text not null,                 -- person id, or '' for the system
    actor_as  text not null,                 -- office as shown
    station   text not null default '',
    party     text not null default '',
    args      text not null default '[]',    -- arguments of the sentence, opaque JSON
    public    boolean not null default false,
    primary key (matter_id, seq)
);

-- The log that routes are composed from: one row per atom done. Never changed:
-- a later row of the same atom with supersedes set replaces it.
create table station_done (
    id          text primary key,
    matter_id   text not null references matter (id),
    seq         bigint not null,
    station     text not null,
    step        text not null,
    place       text not null default '',
    party       text not null default '',
    round       bigint not null default 0,
    outcome     text not null,
    done_on     text not null,
    note        text not null default '',
    decision_id text,
    recorded_by text not null,
    recorded_at text not null,
    supersedes  text references station_done (id),
    unique (matter_id, seq)
);

create table exception (
    id        text primary key,
    matter_id text references matter (id),
    meeting_id text,
    rule_id   text not null,
    clause    text not null default '',
    station   text not null default '',
    reason    text not null,
    by_person text not null,
    by_as     text not null,
    at        text not null
);
create index exception_matter on exception (matter_id);

-- What waits for whom: kept by app.Unit.Refresh.
create table task (
    id         text primary key,
    matter_id  text not null references matter (id),
    kind       text not null,                -- triage, home_preparation, remiss, agenda, decide, party_decision, implement, follow_up …
    station    text not null,
    party_id   text not null default '',
    body_id    text not null default '',
    due_on     text,
    opened_at  text not null,
    told_at    text,
    reminded_at text,
    done_at    text,
    unique (matter_id, kind, station, party_id, body_id)
);
create index task_party on task (party_id, done_at, due_on);
create index task_body on task (body_id, done_at, due_on);

create table file (
    sha256     text primary key,
    size       bigint not null,
    media_type text not null,
    added_at   text not null
);

create table proposal_version (
    id         text primary key,
    matter_id  text not null references matter (id),
    no         bigint not null,
    text       text not null default '',
    file_sha   text references file (sha256),
    file_name  text not null default '',
    note       text not null default '',
    created_by text not null,
    created_as text not null,
    created_at text not null,
    frozen_at  text,
    unique (matter_id, no)
);

create table dispatch (
    id         text primary key,
    matter_id  text not null references matter (id),
    version_id text not null references proposal_version (id),
    note       text not null default '',
    sent_by    text not null,
    sent_as    text not null,
    sent_at    text not null
);
create index dispatch_matter on dispatch (matter_id);

create table dispatch_party (
    dispatch_id text not null references dispatch (id),
    party_id    text not null,
    sent_at     text not null,              -- as the dispatch's, so that a party's newest are found
    registered  text not null default '',   -- the party's own registration number of what came in
    primary key (dispatch_id, party_id)
);
create index dispatch_party_in on dispatch_party (party_id, sent_at desc, dispatch_id);

-- Home preparation: state, contact and date are seen by everybody who may open
-- the matter in the workspace.
create table home_preparation (
    matter_id  text not null references matter (id),
    party_id   text not null,
    state      text not null,               -- not_begun, under_way, anchored, objects
    contact    text not null default '',
    on_date    text not null default '',
    changed_by text not null,
    changed_at text not null,
    version    bigint not null,
    primary key (matter_id, party_id)
);

-- Working material of one party, that party's alone.
create table home_stance (
    party_id   text not null,
    matter_id  text not null references matter (id),
    stance     text not null,
    text       text not null default '',
    changed_by text not null,
    changed_at text not null,
    version    bigint not null,
    primary key (party_id, matter_id)
);

create table home_note (
    party_id   text not null,
    id         text not null,
    matter_id  text not null references matter (id),
    text       text not null,
    written_by text not null,
    written_as text not null,
    written_at text not null,
    primary key (party_id, id)
);
create index home_note_matter on home_note (party_id, matter_id, written_at);

create table home_answer (                   -- draft of a remiss answer
    party_id   text not null,
    remiss_id  text not null,
    stance     text not null,
    text       text not null,
    changed_by text not null,
    changed_at text not null,
    version    bigint not null,
    primary key (party_id, remiss_id)
);

-- A stance that a party has shared, by an explicit act: an immutable copy.
create table shared_stance (
    id        text primary key,
    matter_id text not null references matter (id),
    party_id  text not null,
    stance    text not null,
    text      text not null,
    shared_by text not null,
    shared_as text not null,
    shared_at text not null
);
create index shared_stance_matter on shared_stance (matter_id, party_id, shared_at);

create table remiss (
    id         text primary key,
    matter_id  text not null references matter (id),
    station    text not null,
    version_id text not null references proposal_version (id),
    question   text not null,
    deadline   text not null,
    opened_by  text not null,
    opened_as  text not null,
    opened_at  text not null,
    closed_at  text,
    synthesis  text not null default '',
    version    bigint not null
);
create index remiss_matter on remiss (matter_id);

create table remiss_party (
    remiss_id text not null references remiss (id),
    party_id  text not null,
    primary key (remiss_id, party_id)
);

create table remiss_answer (
    id         text primary key,
    remiss_id  text not null references remiss (id),
    party_id   text not null,
    stance     text not null,
    text       text not null,
    late       boolean not null,
    sent_by    text not null,
    sent_as    text not null,
    sent_at    text not null,
    unique (remiss_id, party_id)
);

create table meeting (
    id         text primary key,
    body_id    text not null,
    on_date    text not null,
    starts     text not null,               -- local time, 09:00
    ends       text not null,
    place      text not null default '',
    state      text not null,               -- planned, called, held, cancelled
    sequence   bigint not null default 0,   -- of the calendar entry
    moved_from text not null default '',
    reason     text not null default '',    -- of a move or cancellation
    opened_at  text,
    closed_at  text,
    version    bigint not null
);
create index meeting_body on meeting (body_id, on_date);
create index meeting_date on meeting (on_date, id);

create table agenda_item (
    id         text primary key,
    meeting_id text not null references meeting (id),
    pos        bigint not null,
    matter_id  text references matter (id),
    station    text not null default '',
    title      text not null,
    summary    text not null default '',
    purpose    text not null,               -- decide, prepare, inform, learn
    minutes    bigint not null default 0,
    presenter  text not null default '',
    version    bigint not null
);
create index agenda_item_meeting on agenda_item (meeting_id, pos);
create index agenda_item_matter on agenda_item (matter_id);

-- Who takes part besides the members: in the whole meeting, or in one item and
-- then sees that item only.
create table meeting_invite (
    meeting_id text not null references meeting (id),
    person_id  text not null,
    item_id    text not null default '',    -- '' for the whole meeting
    invited_by text not null,
    invited_at text not null,
    primary key (meeting_id, person_id, item_id)
);
create index meeting_invite_person on meeting_invite (person_id);

-- The order that an executive committee has given the matters of a body.
create table body_queue (
    body_id   text not null,
    matter_id text not null references matter (id),
    rank      bigint not null,
    set_by    text not null,
    set_at    text not null,
    primary key (body_id, matter_id)
);
create index body_queue_matter on body_queue (matter_id);

create table notice (
    id         text primary key,
    meeting_id text not null references meeting (id),
    no         bigint not null,
    sequence   bigint not null default 0,   -- of the calendar entry that it carries
    on_date    text not null default '',    -- what it says: later changes are later notices
    starts     text not null default '',
    ends       text not null default '',
    place      text not null default '',
    reason     text not null default '',
    method     text not null,               -- request, update, cancel
    sent_by    text not null,
    sent_as    text not null,
    sent_at    text not null,
    unique (meeting_id, no)
);

create table notice_recipient (
    notice_id text not null references notice (id),
    person_id text not null,
    primary key (notice_id, person_id)
);

create table attendance (
    meeting_id text not null references meeting (id),
    person_id  text not null,
    present    boolean not null,
    as_deputy  boolean not null default false,
    primary key (meeting_id, person_id)
);

create table decision (
    id           text primary key,
    body_id      text not null,
    year         bigint not null,
    seq          bigint not null,           -- per body and year, without gaps
    meeting_id   text not null references meeting (id),
    item_id      text references agenda_item (id),
    matter_id    text references matter (id),
    station      text not null default '',
    kind         text not null,             -- decision, recommendation, opinion, position
    outcome      text not null,
    text         text not null,
    version_id   text references proposal_version (id),
    mandate      text not null default '',  -- held, goes_on, '' where no position is asked
    goes_to      text not null default '',
    responsible  text not null default '',
    due_on       text not null default '',
    follow_up_on text not null default '',
    reservation  text not null default '',
    decided_on   text not null,
    recorded_by  text not null,
    recorded_as  text not null,
    recorded_at  text not null,
    corrects     text references decision (id),
    shared_at    text,                      -- open to all participants who may open its matter, from the meeting's closing on
    published_at text,
    unique (body_id, year, seq)
);
create unique index decision_corrected on decision (corrects) where corrects is not null;
create index decision_meeting on decision (meeting_id);
create index decision_goes_to on decision (goes_to) where goes_to <> '';
create index decision_matter on decision (matter_id);
create index decision_body on decision (body_id, decided_on desc);

create table decision_channel (
    decision_id text not null references decision (id),
    channel     text not null,
    primary key (decision_id, channel)
);

-- The adoption ledger: one row per decision of a party, never edited; a
-- correction is a row that points to the one it corrects.
create table party_decision (
    id           text primary key,
    matter_id    text not null references matter (id),
    party_id     text not null,
    organ        text not null,
    decided_on   text not null,
    paragraph    text not null default '',
    outcome      text not null,             -- adopts, adopts_if, adopts_with_reservation, adopts_with_changes, rejects, postpones, not_needed
    wording      text not null default '',  -- the condition, reservation or changed wording
    registration text not null default '',  -- the party's own registration number
    extract_sha  text references file (sha256),
    extract_name text not null default '',
    version_id   text not null references proposal_version (id),
    recorded_by  text not null,
    recorded_as  text not null,
    recorded_at  text not null,
    corrects     text references party_decision (id),
    met_on       text                       -- in a row of its own that corrects: the condition is met
);
create index party_decision_matter on party_decision (matter_id, recorded_at);

-- Where and when a party means to decide; seen by everybody who may open the matter.
create table party_plan (
    matter_id  text not null references matter (id),
    party_id   text not null,
    organ      text not null,
    on_date    text not null default '',
    changed_by text not null,
    changed_at text not null,
    version    bigint not null,
    primary key (matter_id, party_id)
);

create table party_meeting (
    party_id text not null,
    organ    text not null,
    on_date  text not null,
    primary key (party_id, organ, on_date)
);

create table document (
    id           text primary key,
    number       text not null unique,
    matter_id    text references matter (id),
    kind         text not null,
    title        text not null,
    summary      text not null default '',
    version_id   text references proposal_version (id),
    valid_from   text not null,
    valid_to     text not null default '',
    review_on    text not null default '',
    kept_by      text not null default '',
    replaces     text references document (id),
    published_at text not null,
    annulled_on  text not null default '',   -- a corrected record took its adoption away
    search_key   text not null
);
create index document_valid on document (valid_from, id);
create index document_matter on document (matter_id);

create table implementation (
    matter_id   text not null references matter (id),
    kind        text not null,              -- party, body, channel
    who         text not null,
    done_on     text not null,
    note        text not null default '',
    recorded_by text not null,
    recorded_as text not null,
    recorded_at text not null,
    primary key (matter_id, kind, who)
);

create table follow_up (
    matter_id   text not null references matter (id),
    no          bigint not null,
    due_on      text not null,
    result      text not null default '',
    text        text not null default '',
    done_on     text,
    recorded_by text not null default '',
    recorded_as text not null default '',
    recorded_at text,
    primary key (matter_id, no)
);

-- Numbers are given at registration only, from the series of the audience.
create table number_series (
    series text not null,
    year   bigint not null,
    last   bigint not null,
    primary key (series, year)
);
