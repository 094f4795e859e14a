create table ledger.attached_file (
  id         uuid        not null
    constraint attached_file_id_is_unique primary key,
  digest     bytea       not null,
  name       text        not null
    constraint attached_file_has_a_safe_name check (name ~ '^[A-Za-z0-9-]{1,60}\.[a-z]{3,4}$'),
  media_type text        not null,
  size       integer     not null
    constraint attached_file_has_at_most_five_megabytes check (size between 1 and 5242880),
  content    bytea       not null,
  kept_by    text        not null,
  kept_at    timestamptz not null,
  constraint attached_file_is_named_by_its_digest unique (id, digest),
  constraint attached_file_has_the_digest_of_its_bytes check (digest = sha256(content)),
  constraint attached_file_has_the_size_of_its_bytes check (size = octet_length(content))
);
comment on table ledger.attached_file is
  'Files that show what was noted of the launch, whole and never changed, with their SHA-256 digests.';

alter table ledger.milestone_proof
  add column file        uuid,
  add column file_digest bytea,
  add constraint milestone_proof_names_the_digest_of_its_file foreign key (file, file_digest)
    references ledger.attached_file (id, digest) match full;
alter table ledger.launch_cost
  add column file        uuid,
  add column file_digest bytea,
  add constraint launch_cost_names_the_digest_of_its_file foreign key (file, file_digest)
    references ledger.attached_file (id, digest) match full;
alter table ledger.phase_review
  add column file        uuid,
  add column file_digest bytea,
  add constraint phase_review_names_the_digest_of_its_file foreign key (file, file_digest)
    references ledger.attached_file (id, digest) match full;

create trigger attached_file_is_never_changed before update or delete or truncate on ledger.attached_file
  for each statement execute function ledger.refuse_change();
alter table ledger.attached_file enable always trigger attached_file_is_never_changed;
create trigger milestone_proof_is_never_changed before update or delete or truncate on ledger.milestone_proof
  for each statement execute function ledger.refuse_change();
alter table ledger.milestone_proof enable always trigger milestone_proof_is_never_changed;

grant select on ledger.attached_file to mlc_app, mlc_auditor;
grant insert on ledger.attached_file to mlc_app;
