-- The heading of the item that a decision was taken in, as it was published with the
-- decision; '' where the decision is of a matter, or was published without it.
alter table decision add column title text not null default '';
