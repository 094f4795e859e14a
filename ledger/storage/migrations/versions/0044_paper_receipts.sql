create table ledger.receipt_book (
  id         uuid        not null
    constraint receipt_book_id_is_unique primary key,
  till       bigint      not null
    constraint receipt_book_is_of_a_till references ledger.till (cash_account),
  first      integer     not null,
  last       integer     not null,
  printed_by text        not null,
  printed_at timestamptz not null,
  constraint receipt_book_begins_once unique (till, first),
  constraint receipt_book_holds_receipts check (0 < first and first <= last)
);
comment on table ledger.receipt_book is 'Receipts printed for a till before the network fails: their numbers.';

create table ledger.paper_receipt (
  till        bigint      not null
    constraint paper_receipt_is_of_a_till references ledger.till (cash_account),
  number      integer     not null,
  posting_id  uuid
    constraint paper_receipt_is_of_one_posting unique,
  reason      text,
  entered_by  text        not null,
  entered_at  timestamptz not null,
  constraint paper_receipt_is_used_once primary key (till, number),
  constraint paper_receipt_is_posted_or_voided check (num_nulls(posting_id, reason) = 1)
);
comment on table ledger.paper_receipt is
  'A receipt of a book once used: the posting that entered it, or why it was voided. None is missing.';

grant select on ledger.receipt_book, ledger.paper_receipt to mlc_app, mlc_auditor;
grant insert on ledger.receipt_book, ledger.paper_receipt to mlc_app;
