-- Standing items of a body, and where an item of an agenda comes from.

-- How an item came onto the agenda by itself: by the text (standing), by the
-- body's own list (opening, closing), from an earlier meeting (carried), or since
-- that meeting's notes wait for approval (notes). '' for one that was put there.
alter table agenda_item add column origin text not null default '';
alter table agenda_item add column origin_of text not null default '';      -- a rule, a standing item, an item, a meeting
alter table agenda_item add column origin_meeting text not null default ''; -- the earlier meeting
alter table agenda_item add column origin_day text not null default '';     -- its day
alter table agenda_item add column origin_why text not null default '';     -- of a carried one: not_reached, postponed
create index agenda_item_origin on agenda_item (origin_of) where origin_of <> '';

-- What a body's secretary has on every agenda, or on that of certain meetings.
create table body_standing (
    id        text   primary key,
    body_id   text   not null,
    place     bigint not null,              -- 1 is the first of the body's
    title     text   not null,
    purpose   text   not null,
    minutes   bigint not null,              -- 0: not said
    presenter text   not null,
    at        text   not null,              -- each meeting, first meeting of year, last meeting of year
    closing   boolean not null,             -- after the matters
    set_by    text   not null,              -- person
    set_as    text   not null,
    set_at    text   not null,
    version   bigint not null
);
create index body_standing_body on body_standing (body_id, place);

-- The address at which a person's own calendar is read without signing in: the
-- hash of its secret. A new one ends the one before.
