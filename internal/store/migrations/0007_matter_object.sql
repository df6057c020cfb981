-- The documents of a matter that leads to several, of kinds that have ways of
-- their own. A matter that leads to one has no rows: the matter is the document.
create table matter_object (
    matter_id text not null references matter (id),
    object    text not null,               -- "1" is the one of the matter's own kind
    kind      text not null,               -- document kind of the structure
    title     text not null,
    primary key (matter_id, object)
);
alter table station_done add column object text not null default '';  -- '' where the matter is the only one
alter table document add column object text not null default '';
