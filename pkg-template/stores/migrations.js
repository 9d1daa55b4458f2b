/**
 * The tables of the stores, as they grew: a new version is appended, and none is changed. `TABLE name` is replaced by a table's name,
 * which is `pandapon_name` in SQLite and `schema.name` in Postgres.
 *
 * Times are milliseconds since 1970, by the clock of the database.
 */

/** @type {readonly { sqlite: string, postgres: string }[]} */
export const migrations = [
  // 1: push messages.
  {
    sqlite: `
      create table TABLE message (
        key           text primary key,            -- followed by # and the digest, for another body under the same key
        digest        text not null,               -- of the body
        subject       text not null,               -- of all with the same subject, one is handled at a time
        type          text not null,
        body          blob not null,               -- as it came
        signature     text not null,               -- as it came; empty for what a sweep found
        pushed        integer not null,            -- by the message itself, or else when it was received
        received      integer not null,
        copies        integer not null default 1,
        state         text not null default 'new' check (state in ('new', 'leased', 'done', 'dead')),
        attempt       integer not null default 0,  -- counted when it is claimed, so that a message that kills its process ends, too
        due           integer not null,
        lease         integer,                     -- when the claim ends
        owner         text,
        error         text,
        updated       integer not null
      ) strict;
      create unique index pandapon_message_one_at_a_time on TABLE message (subject) where state = 'leased';
      create index pandapon_message_waiting on TABLE message (subject, pushed, received, key) where state in ('new', 'leased');
      create index pandapon_message_next on TABLE message (pushed, received, key) where state = 'new';
      create index pandapon_message_received on TABLE message (received);
    `,
    postgres: `
      create table TABLE message (
        key           text primary key,
        digest        text not null,
        subject       text not null,
        type          text not null,
        body          bytea not null,
        signature     text not null,
        pushed        bigint not null,
        received      bigint not null,
        copies        integer not null default 1,
        state         text not null default 'new' check (state in ('new', 'leased', 'done', 'dead')),
        attempt       integer not null default 0,
        due           bigint not null,
        lease         bigint,
        owner         text,
        error         text,
        updated       bigint not null
      );
      create unique index message_one_at_a_time on TABLE message (subject) where state = 'leased';
      create index message_waiting on TABLE message (subject, pushed, received, key) where state in ('new', 'leased');
      create index message_next on TABLE message (pushed, received, key) where state = 'new';
      create index message_received on TABLE message (received);
    `,
  },
];
