-- The parties that have to adopt, as the route says, and those that have: the
-- portal counts them as the workspace does. Party ids, comma separated, kept by
-- app.Unit.Refresh.
alter table matter add column adopters text not null default '';
alter table matter add column adopted_by text not null default '';
-- What the route puts before a party's decision and was not done on the day that it gives.
alter table party_decision add column ahead_of text not null default '';  -- station ids, comma separated
