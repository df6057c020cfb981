-- What the portal reads is found by indexes, also when there are a hundred
-- thousand matters: rows that correct or replace another one, what is public of
-- the bodies' decisions, and whose file it is.
create index station_done_supersedes on station_done (supersedes) where supersedes is not null;
create index party_decision_corrects on party_decision (corrects) where corrects is not null;
create index document_replaces on document (replaces) where replaces is not null;
create index decision_public on decision (decided_on desc, body_id, seq desc) where published_at is not null;
create index proposal_version_file on proposal_version (file_sha) where file_sha is not null;
create index party_decision_extract on party_decision (extract_sha) where extract_sha is not null;
create index document_version on document (version_id);
create index dispatch_version on dispatch (version_id);
