-- Groups that a body sets up under itself, with their assignment. To take part
-- in one is no membership, and gives no rights.
create table workgroup (
    id         text   primary key,
    body_id    text   not null,           -- the body that set it up
    kind       text   not null check (kind in ('working_group', 'steering_group', 'project', 'other')),
    name       text   not null,
    sort_key   text   not null,
    goal       text   not null,
    starts     text   not null,
    ends       text   not null,           -- '' for a standing group
    decision   text   not null,           -- by which it was set up, as written
    published_at text,                    -- null: the assignment doesn't stand on the public site
    set_up_by  text   not null,           -- account
    set_up_as  text   not null,           -- office and party, as shown
    set_up_at  text   not null,
    ended_on   text   not null,           -- '' until it has ended
    end_reason text   not null,
    delivered  text   not null,           -- what came of it
    ended_as   text   not null,
    version    bigint not null,
    check (ends = '' or starts <= ends),
    check ((ended_on = '') = (end_reason = ''))
);
create index workgroup_body on workgroup (body_id, starts);
create index workgroup_open on workgroup (ended_on, ends);

create table workgroup_deliverable (
    id       text   primary key,
    group_id text   not null references workgroup (id),
    place    bigint not null,             -- in the list
    what     text   not null,
    due      text   not null,             -- may be ''
    done_on  text   not null,             -- '' until it is done
    done_as  text   not null
);
create index workgroup_deliverable_group on workgroup_deliverable (group_id, place);

create table workgroup_member (
    id          text   primary key,
    group_id    text   not null references workgroup (id),
    person      text   references person (id),  -- null: a place that nobody has been named for
    party       text   not null,
    office      text   not null,
    responsible boolean not null,
    from_day    text   not null,
    to_day      text   not null,          -- '' is open
    check (person is not null or party <> '')
);
create index workgroup_member_group on workgroup_member (group_id, to_day);
create index workgroup_member_person on workgroup_member (person);

-- How a group's end was moved, and why.
create table workgroup_move (
    id       text   primary key,
    group_id text   not null references workgroup (id),
    was      text   not null,             -- '' for a standing group
    became   text   not null,
    reason   text   not null,
    moved_as text   not null,
    moved_at text   not null
);
create index workgroup_move_group on workgroup_move (group_id, moved_at);

-- What those whom the structure names have settled about a body that it leaves
-- to them. Rows are never changed: the last one from a day or before it counts.
create table body_setting (
    id           text   primary key,
    body_id      text   not null,
    from_day     text   not null,
    duties       text   not null,         -- one a line
    meetings     bigint not null,         -- a year; 0 is not settled
    chair_party  text   not null,
    chair_office text   not null,
    decided_by   text   not null,
    decided_on   text   not null,
    set_by       text   not null,         -- account
    set_as       text   not null,         -- office and party, as shown
    set_at       text   not null
);
create index body_setting_from on body_setting (body_id, from_day, set_at);

create table body_setting_seat (
    setting_id text   not null references body_setting (id),
    place      bigint not null,           -- in the list
    party      text   not null,
    office     text   not null,           -- '' is any
    count      bigint not null,
    primary key (setting_id, place)
);
