create table people.freeze_list (
  version      integer generated always as identity
    constraint freeze_list_version_is_unique primary key,
  published_at timestamptz not null,
  digest       bytea       not null,
  entries      integer     not null
    constraint freeze_list_holds_somebody check (entries > 0),
  imported_by  text        not null,
  imported_at  timestamptz not null
);
comment on table people.freeze_list is
  'Each publication of the national register of asset freezes that was imported; the latest counts.';

create table people.freeze_list_entry (
  number    integer not null,
  is_person boolean not null,
  names     jsonb   not null,
  words     text[]  not null,
  births    jsonb   not null
);
comment on table people.freeze_list_entry is
  'The entries of the latest publication, replaced whole: folded names and birth dates, and nothing else of them.';
create index freeze_list_entry_by_word on people.freeze_list_entry using gin (words);

create table people.freeze_list_hit (
  id          uuid        not null
    constraint freeze_list_hit_id_is_unique primary key,
  member_id   uuid        not null
    constraint freeze_list_hit_is_about_a_member references people.member (id),
  part        text        not null
    constraint freeze_list_hit_part_is_known check (part in ('member', 'holder', 'representative', 'owner')),
  name        text        not null,
  number      integer     not null,
  likeness    text        not null
    constraint freeze_list_hit_likeness_is_known check (likeness in ('dated', 'undated')),
  version     integer     not null
    constraint freeze_list_hit_is_of_a_publication references people.freeze_list (version),
  found_at    timestamptz not null,
  outcome     text
    constraint freeze_list_hit_outcome_is_known check (outcome in ('other', 'same')),
  note        text,
  examined_by text,
  examined_at timestamptz,
  constraint freeze_list_hit_is_examined_whole
    check (num_nulls(outcome, note, examined_by, examined_at) in (0, 4)),
  constraint freeze_list_hit_is_found_once unique (member_id, part, name, number)
);
comment on table people.freeze_list_hit is
  'A member, or who stands behind one, whom the register may name: somebody compares, and says who it is.';

alter table people.freeze_list_check add column list_version integer
  constraint freeze_list_check_reads_a_publication references people.freeze_list (version);
comment on column people.freeze_list_check.list_version is
  'The publication that the house looked up by itself; null where a teller looked elsewhere.';

grant select, insert, update, delete on
  people.freeze_list, people.freeze_list_entry, people.freeze_list_hit to mlc_app;
