-- The year in other calendars: somebody's meetings as a feed, under an address
-- that is its own key. The address is made anew from nonce by the installation's
-- key; here is its hash. Another nonce makes another address, and the old one
-- leads nowhere.
create table calendar_feed (
    account   text not null primary key references account (id),
    nonce     text not null,
    link_hash text not null,
    made_at   text not null
);
create unique index calendar_feed_link on calendar_feed (link_hash);
