-- How a body came to its decision by its own text, and a decision that was moved.

-- Whether they agreed, where the body's text says that it decides so.
alter table decision add column accord     text not null default '';  -- united, apart; '' where nobody is asked
alter table decision add column against    text not null default '';  -- parties that did not agree, comma separated
alter table decision add column apart_why  text not null default '';
-- Why a record was moved from the item that it points back to (corrects) to its own.
alter table decision add column moved_why  text not null default '';
