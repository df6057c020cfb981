-- Where a rule lets the units of a party answer a remiss each for itself, there
-- is a draft and an answer for each of them; unit '' is the party as one.
create table remiss_unit (
    remiss_id text not null references remiss (id),
    party_id  text not null,
    unit_id   text not null,
    primary key (remiss_id, party_id, unit_id)
);

create table remiss_said (
    id         text primary key,
    remiss_id  text not null references remiss (id),
    party_id   text not null,
    unit_id    text not null,
    stance     text not null,
    text       text not null,
    late       boolean not null,
    sent_by    text not null,
    sent_as    text not null,
    sent_at    text not null,
    unique (remiss_id, party_id, unit_id)
);
insert into remiss_said (id, remiss_id, party_id, unit_id, stance, text, late, sent_by, sent_as, sent_at)
    select id, remiss_id, party_id, '', stance, text, late, sent_by, sent_as, sent_at from remiss_answer;
drop table remiss_answer;
alter table remiss_said rename to remiss_answer;

create table home_answers (
    party_id   text not null,
    remiss_id  text not null,
    unit_id    text not null,
    stance     text not null,
    text       text not null,
    changed_by text not null,
    changed_at text not null,
    version    bigint not null,
    primary key (party_id, remiss_id, unit_id)
);
insert into home_answers (party_id, remiss_id, unit_id, stance, text, changed_by, changed_at, version)
    select party_id, remiss_id, '', stance, text, changed_by, changed_at, version from home_answer;
drop table home_answer;
alter table home_answers rename to home_answer;
