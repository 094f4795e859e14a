create table ledger.payer_reply (
  id          uuid        not null
    constraint payer_reply_id_is_unique primary key,
  request_id  uuid        not null
    constraint payer_reply_is_to_a_request references ledger.payment_request (id),
  payer       bigint      not null
    constraint payer_reply_is_of_an_account references ledger.account (id),
  reason      text        not null
    constraint payer_reply_has_a_known_reason check (reason in ('wrong', 'unable', 'part')),
  part        bigint
    constraint payer_reply_part_is_positive check (part > 0),
  told_at     timestamptz not null,
  asked_again uuid
    constraint payer_reply_leads_to_a_request references ledger.payment_request (id),
  constraint payer_reply_is_one_of_a_payer unique (request_id, payer),
  constraint payer_reply_tells_a_part_or_none check ((reason = 'part') = (part is not null))
);
comment on table ledger.payer_reply is
  'What a payer told the till of an amount asked: wrong, not possible, or the part that can be paid. Forgotten in a day.';
create index payer_reply_by_instant on ledger.payer_reply (told_at);

grant select on ledger.payer_reply to mlc_app, mlc_auditor;
grant insert, delete on ledger.payer_reply to mlc_app;
grant update (reason, part, told_at, asked_again) on ledger.payer_reply to mlc_app;
