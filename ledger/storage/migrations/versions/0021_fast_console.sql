create extension if not exists pg_trgm with schema people;

create function people.folded(name text) returns text language sql immutable strict parallel safe
return translate(lower(name), 'ÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸàâäáãåçéèêëíìîïñóòôöõúùûüýÿ’-',
                              'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy'' ');
comment on function people.folded is
  'A name as people search and sort it: without capitals or accents, whatever the locale of the server.';

alter table people.member
  add column folded_name text generated always as (people.folded(name)) stored;

create index posting_by_kind on ledger.posting (kind, seq) include (id) where kind <> 'payment';
create index slip_by_number on ledger.posting (piece) where kind = 'slip_closed';
create index account_of_an_acceptor on ledger.account (kind)
  where kind in ('merchant', 'association', 'public_office');
create index account_of_a_till_or_slip on ledger.account (kind) where kind in ('till', 'slip');
create index member_by_name on people.member (folded_name, id);
create index member_by_instant on people.member (created_at, id);
create index member_by_part_of_name on people.member using gin (folded_name people.gin_trgm_ops);
create index person_by_letters_from on people.person (letters_from) where letters_from is not null;
create index letter_by_instant on people.letter (written_at);

create view ledger.flow as
select p.seq, l.amount as came, 0::bigint as went
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('issuance', 'topup_issued') and l.part <> 'dues'
 union all
select p.seq, -l.amount, 0
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq
       join ledger.posting as o on o.id = p.reverses
       join ledger.leg as k on k.posting_seq = o.seq and k.credit_account = l.debit_account
 where p.kind = 'reversal' and o.kind in ('issuance', 'topup_issued') and k.part <> 'dues'
 union all
select p.seq, 0, case when p.kind = 'redemption_returned' then -l.amount else l.amount end
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('redemption_requested', 'redemption_returned');
comment on view ledger.flow is
  'Euros that became units, and units that became euros again, posting by posting; what is taken back counts less.';

create table ledger.day_flow (
  day  date   not null
    constraint day_flow_is_kept_once primary key
    constraint day_flow_is_of_a_day_of_the_journal references ledger.journal_day (day),
  came bigint not null,
  went bigint not null
);
comment on table ledger.day_flow is
  'What the flow of each closed day adds up to: computed from the journal, kept so as not to be added up again.';

create trigger day_flow_is_never_changed before update or delete or truncate on ledger.day_flow
  for each statement execute function ledger.refuse_change();
alter table ledger.day_flow enable always trigger day_flow_is_never_changed;

grant select on ledger.flow, ledger.day_flow to mlc_app, mlc_auditor;
grant insert on ledger.day_flow to mlc_app;
