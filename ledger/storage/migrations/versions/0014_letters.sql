alter table people.person add column letters_from bigint;
comment on column people.person.email is 'The address that its holder has confirmed.';
comment on column people.person.letters_from is
  'Each movement after this posting is told by e-mail; none where it is null.';

create table people.address_wish (
  person_id uuid        not null
    constraint address_wish_is_one_for_a_person primary key
    constraint address_wish_is_of_a_person references people.person (id),
  id        uuid        not null,
  address   text        not null,
  asked_at  timestamptz not null,
  asked     smallint    not null default 1,
  tries     smallint    not null default 0
);
comment on table people.address_wish is
  'An address that waits for its code; asked: how often today; the code is derived, and kept nowhere.';

create table people.letter (
  id          uuid        not null
    constraint letter_id_is_unique primary key,
  person_id   uuid        not null
    constraint letter_is_to_a_person references people.person (id),
  address     text,
  kind        text        not null,
  facts       jsonb       not null,
  written_at  timestamptz not null,
  tries       smallint    not null default 0,
  next_try_at timestamptz not null,
  sent_at     timestamptz,
  given_up_at timestamptz,
  constraint letter_ends_once check (sent_at is null or given_up_at is null),
  constraint letter_has_an_address_until_it_ends
    check ((address is null) = (sent_at is not null or given_up_at is not null))
);
comment on table people.letter is
  'The outbox: written with what it tells, sent later; once it has ended its address and facts are gone.';
create index letter_waits on people.letter (next_try_at) where address is not null;
create index letter_by_person on people.letter (person_id, written_at);

create table people.letter_cursor (
  is_only     boolean not null default true
    constraint letter_cursor_is_one primary key
    constraint letter_cursor_is_the_only_one check (is_only),
  posting_seq bigint  not null
);
comment on table people.letter_cursor is 'The last posting whose movements were told to those who wish it.';

grant select, insert, update, delete on people.address_wish, people.letter, people.letter_cursor to mlc_app;
