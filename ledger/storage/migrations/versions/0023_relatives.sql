create table people.relative (
  id         uuid        not null
    constraint relative_id_is_unique primary key,
  person_id  uuid        not null
    constraint relative_is_declared_by_a_person references people.person (id),
  name       bytea       not null,
  name_seal bytea       not null,
  likeness   bytea       not null,
  declared_at timestamptz not null,
  ended_at   timestamptz
);
comment on table people.relative is
  'Whom an officer declared as a relative and therefore does not serve; the name is encrypted, the seals compare.';
comment on column people.relative.name_seal is
  'Keyed seal of the folded name alone: it compares with people whose birth date nobody noted.';
create index relative_by_person on people.relative (person_id);

grant select, insert, update, delete on people.relative to mlc_app;
