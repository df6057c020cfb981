-- Delivery of notices.

-- A supplement tells what has changed in the agenda since a version of it; that
-- version's number, 0 where the agenda was empty when the meeting was called.
alter table notice add column since bigint not null default 0;
