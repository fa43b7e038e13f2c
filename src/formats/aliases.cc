#include "formats/aliases.hh"

#include <array>

#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::formats {
namespace {

// Names are compared as plain_name() makes them, so a row needs neither Traditional Chinese nor other spellings of a name
// where folding makes them one.
constexpr AliasRow kTicketAliases[] = {
    {Field::kExternalId,
     "id,ticket id,ticket number,ticket no,ticket,ticket #,number,key,issue key,issue id,case id,case number,request id,"
     "conversation "
     "id,编号,工单号,工单编号,工单id,留言编号,单号,チケット番号,番号,案件编号,案号,票号,问题编号,序号,ticketnummer,"
     "vorgangsnummer,"
     "nummer,numéro,número,_id,uuid,external id"},
    {Field::kInternalId, "internal id"},
    {Field::kSubject,
     "subject,title,summary,标题,主题,留言主题,主旨,留言标题,工单标题,工单主题,邮件主题,问题标题,件名,タイトル,betreff,titel,"
     "sujet,"
     "objet,titre,asunto,título,assunto,oggetto,name,topic,raw subject,"
     "zusammenfassung,résumé,resumen,riepilogo,要約,概要"},
    {Field::kBody,
     "body,description,text,content,message,details,detail,question,request,problem,issue,ticket description,description text,"
     "plain body,query,ask,正文,内容,描述,详情,留言详情,留言内容,工单内容,工单描述,问题描述,问题内容,问题详情,详细描述,详细内容,"
     "反馈内容,诉求内容,咨询内容,投诉内容,问题,提问,说明,本文,内容詳細,お問い合わせ内容,beschreibung,inhalt,nachricht,texto,"
     "mensaje,descripción,contenido,descrição,mensagem,contenu,texte,corps,descrizione,testo,"
     "問い合わせ内容,problembeschreibung,anfrage,message du client"},
    {Field::kAnswer,
     "answer,reply,response,resolution,solution,agent response,final response,答复,答复意见,答复内容,回复,回复内容,回覆,回覆内容,"
     "回答,答案,处理结果,处理意见,处理回复,解决方案,解决办法,客服回复,官方回复,antwort,lösung,réponse,solution apportée,"
     "respuesta,solución,resposta,risposta,回答内容"},
    {Field::kStatus,
     "status,state,ticket status,current status,issue "
     "status,状态,工单状态,处理状态,当前状态,ステータス,état,statut,estado,stato,"
     "対応状況,対応ステータス"},
    {Field::kPriority,
     "priority,severity,urgency,priority "
     "name,优先级,优先权,优先顺序,优先度,紧急程度,紧急度,严重程度,priorität,priorité,prioridad,"
     "prioridade,priorità,"
     "重要度,緊急度,dringlichkeit,urgence,urgencia"},
    {Field::kQueue,
     "queue,group,department,team,assigned group,dept,队列,部门,小组,组,客服组,技能组,受理部门,处理部门,答复部门,回复单位,部署,"
     "abteilung,gruppe,warteschlange,groupe,équipe,cola,grupo,departamento,equipo,fila,gruppo"},
    {Field::kCategory,
     "category,categories,category path,一级分类,一级标签,分类,类别,工单分类,问题分类,问题类别,留言分类,カテゴリ,カテゴリー,"
     "kategorie,catégorie,categoría,categoria"},
    {Field::kType,
     "type,ticket type,issue type,request type,case type,类型,工单类型,问题类型,留言类型,种类,种别,typ,tipo,"
     "type de demande"},
    {Field::kChannel,
     "channel,via,origin,contact channel,ticket channel,source,渠道,来源,来源渠道,受理渠道,途径,チャネル,kanal,quelle,canal,"
     "origine,origen,origem,canale"},
    {Field::kProduct,
     "product,product name,product "
     "purchased,产品,产品名称,商品,商品名称,产品型号,製品,produkt,produit,producto,produto,prodotto"},
    {Field::kLanguage, "language,lang,locale,language code,语言,语种,言語,sprache,langue,idioma,lingua"},
    {Field::kRequester,
     "requester,customer,customer name,requester name,client,user,reporter,reporter name,submitter,from,contact,contact name,"
     "full name,author,user name,customer user,客户,客户名称,客户姓名,顾客,顾客姓名,用户,用户名,用户姓名,留言用户,留言人,提交人,"
     "提单人,申请人,联系人,请求者,依頼者,姓名,顧客名,お客様名,kunde,kundenname,von,anfragender,demandeur,utilisateur,cliente,"
     "solicitante,nombre,richiedente,"
     "kundenbenutzer,melder,absender,anforderer,déclarant,rapporteur,informador,氏名,お名前,問い合わせ者"},
    {Field::kRequesterEmail,
     "requester email,customer email,user email,client email,contact email,from email,reporter email,email,e-mail,mail,"
     "email address,邮箱,邮件,电子邮件,电子邮箱,电邮,客户邮箱,用户邮箱,联系邮箱,メールアドレス,e-mail-adresse,courriel,"
     "adresse e-mail,correo,correo electrónico,correo electronico"},
    {Field::kRequesterId,
     "requester id,customer id,user id,client id,contact id,reporter id,客户编号,客户id,用户编号,用户id,顾客编号,会员号,会员编号,"
     "kundennummer"},
    {Field::kOrganisationId, "requester organisation id,requester organization id"},
    {Field::kAssignee,
     "assignee,assignee name,agent,agent name,owner,assigned to,agent "
     "assigned,responder,处理人,处理人员,受理人,客服,客服人员,坐席,负责人,"
     "经办人,担当者,bearbeiter,besitzer,zugewiesen an,agente,assigné à,responsable,asignado a,responsável,assegnatario,"
     "担当,zuständig,affecté à,attribué à,asignado"},
    {Field::kAssigneeEmail, "assignee email,agent email,owner email,客服邮箱,处理人邮箱"},
    {Field::kAssigneeId, "assignee id,agent id,owner id,responder id,客服编号,客服工号,处理人编号,工号"},
    {Field::kCreatedAt,
     "created at,created,created time,created date,creation date,date created,create time,opened at,opened,date opened,open date,"
     "submitted at,received at,reported at,date,time,timestamp,datetime,创建时间,创建日期,建立时间,留言时间,留言日期,提交时间,"
     "提交日期,受理时间,发起时间,反馈时间,申请时间,提问时间,日期,时间,作成日時,作成日,erstellt,erstellt am,"
     "erstellungsdatum,datum,créé le,date de création,creado,fecha de creación,fecha,criado em,data de criação,data,"
     "eröffnet,eröffnet am,eingegangen am,créé,creado el,fecha de apertura,受付日時,受付日,登録日時,問い合わせ日時"},
    {Field::kUpdatedAt,
     "updated at,updated,last updated,last update time,last update,updated date,date updated,update time,modified "
     "at,modified,last changed,"
     "last modified,修改时间,更新时间,更新日期,最后更新,最后更新时间,更新日時,aktualisiert,aktualisiert am,geändert am,"
     "mis à jour le,actualizado,fecha de actualización,atualizado em,"
     "last updated at,changed,changed at,letzte änderung,zuletzt geändert,zuletzt aktualisiert,änderungsdatum,geändert,mis à "
     "jour,dernière mise à jour,date de mise à jour,dernière modification,modifié le,actualizado el,última actualización,última "
     "modificación,fecha de modificación,última atualização,ultimo aggiornamento,更新日,最終更新,最終更新日時"},
    {Field::kResolvedAt,
     "resolved at,solved at,closed at,resolved,solved,closed,resolved time,closed time,close time,closed date,date closed,date "
     "resolved,close at,"
     "resolution date,answered "
     "at,答复时间,回复时间,回覆时间,解决时间,解决日期,完成时间,办结时间,结束时间,关闭时间,结案时间,处理时间,"
     "解決日時,gelöst am,geschlossen,geschlossen am,résolu le,fermé le,resuelto,cerrado,fecha de cierre,"
     "schließzeit,abgeschlossen am,erledigt am,gelöst,résolu,fermé,clôturé le,date de clôture,date de résolution,resuelto "
     "el,cerrado el,fecha de resolución,resolvido em,fechado em,risolto il,chiuso il,解決日,完了日時,完了日"},
    {Field::kTags,
     "tags,tag,labels,label,keywords,label names,标签,关键词,关键字,タグ,schlagwörter,étiquettes,etiquetas,etichette"},
    {Field::kMessages, "messages,comments,conversations,replies,thread,对话,对话记录,消息,聊天记录"},
    {Field::kRef, "ref"},
    {Field::kKind, "kind"},
    {Field::kExtra, "extra"},
};

constexpr AliasRow kArticleAliases[] = {
    {Field::kExternalId,
     "id,faq id,article id,question id,doc id,document id,case "
     "id,number,key,编号,问题编号,问题id,文章编号,知识编号,案例编号,序号,"
     "_id,uuid,external id"},
    {Field::kTitle,
     "question,title,subject,name,ask,query,headline,standard "
     "question,问题,问,提问,标题,题目,主题,标准问题,标准问,标准问法,问题标题,"
     "案例名称,案例标题,质问,質問,タイトル,frage,titel,question posée,titre,sujet,pregunta,título,pergunta,domanda,titolo"},
    {Field::kBody,
     "answer,answers,body,content,text,html,response,solution,body markdown,description text,description,reply,答案,回答,答,答复,"
     "回复,回覆,内容,正文,标准答案,文章内容,知识内容,解答,解决方案,解决办法,antwort,inhalt,lösung,réponse,contenu,respuesta,"
     "contenido,resposta,risposta"},
    {Field::kPhrasings,
     "phrasings,phrasing,alternatives,alternative,alternate questions,variants,variant,similar questions,similar question,"
     "rephrasings,paraphrases,other "
     "phrasings,相似问,相似问题,相似问法,其他问法,扩展问,扩展问法,同义问,同义问法,相似说法,用户问法,"
     "別の質問,varianten"},
    {Field::kCategory,
     "category,categories,category path,category name,topic,section,folder,department,分类,类别,问题分类,问题类别,一级分类,目录,"
     "栏目,知识分类,部门,科室,カテゴリ,カテゴリー,kategorie,catégorie,categoría,categoria"},
    {Field::kTags,
     "tags,tag,labels,label,keywords,keyword,label names,标签,关键词,关键字,タグ,schlagwörter,étiquettes,etiquetas,etichette"},
    {Field::kProduct, "product,product name,产品,产品名称,商品,商品名称,产品型号,製品,produkt,produit,producto,produto,prodotto"},
    {Field::kPhase, "phase,sales phase,阶段,销售阶段,服务阶段"},
    {Field::kLanguage, "language,lang,locale,language code,source locale,语言,语种,言語,sprache,langue,idioma,lingua"},
    {Field::kConfidence, "confidence,可信度,知识状态"},
    {Field::kAudience, "audience,visibility,受众,可见范围,适用对象"},
    {Field::kGovernance, "governance,管控"},
    {Field::kCreatedAt,
     "created at,created,created time,created date,creation date,date created,create time,date,创建时间,创建日期,建立时间,"
     "发布时间,发布日期,日期,作成日時,作成日,erstellt,erstellt am,créé le,date de création,creado,fecha de creación,"
     "créé,creado el,登録日時"},
    {Field::kUpdatedAt,
     "updated at,updated,last updated,updated date,update time,modified at,modified,last modified,edited "
     "at,lastmod,修改时间,更新时间,"
     "更新日期,最后更新,最后更新时间,更新日時,aktualisiert,aktualisiert am,geändert am,mis à jour le,actualizado,"
     "last updated at,changed,changed at,letzte änderung,zuletzt geändert,zuletzt aktualisiert,änderungsdatum,geändert,mis à "
     "jour,dernière mise à jour,date de mise à jour,dernière modification,modifié le,actualizado el,última actualización,última "
     "modificación,fecha de modificación,última atualização,ultimo aggiornamento,更新日,最終更新,最終更新日時"},
    {Field::kValidFrom, "valid from,effective from,effective date,生效时间,生效日期,有效期自,开始时间"},
    {Field::kValidTo, "valid to,valid until,expires at,expiry date,expiration date,失效时间,失效日期,有效期至,到期时间,到期日期"},
    {Field::kReviewBy,
     "review by,review date,review on,next review,next review date,review due,复审日期,复核日期,下次复审,下次审核日期,prüfen "
     "bis,wiedervorlage"},
    {Field::kUid, "uid"},
    {Field::kRef, "ref"},
    {Field::kSource, "source"},
    {Field::kKind, "kind"},
    {Field::kExtra, "extra"},
};

// What a case has besides: looked up before kArticleAliases.
constexpr AliasRow kCaseAliases[] = {
    {Field::kSituation,
     "situation,problem,symptom,context,状况,问题状况,情况,问题情况,问题描述,现象,问题现象,故障现象,事件经过,背景"},
    {Field::kCause, "cause,root cause,reason,原因,发生原因,问题原因,根本原因,故障原因,原因分析"},
    {Field::kAttempts,
     "attempts,methods,steps,actions,处理方法,处理方式,处理过程,处理经过,处理步骤,解决方法,尝试的方法,采取措施"},
    {Field::kResult, "result,outcome,结果,最后结果,最终结果,处理结果"},
    {Field::kReaction, "reaction,customer reaction,feedback,顾客反应,客户反应,顾客反馈,客户反馈,顾客的反应,客户的反应"},
    {Field::kReflection, "reflection,reflections,lessons,lessons learned,心得,感想,反思,体会,检讨,心得体会,处理心得,总结"},
    {Field::kNextTime,
     "next time,prevention,if it happens "
     "again,下次,下次处理,下次怎么做,下次处理方式,再次发生时,如果再次发生,改进,改进措施,改善措施,"
     "预防措施"},
};

template <std::size_t N, std::size_t M>
constexpr std::array<AliasRow, N + M> joined(const AliasRow (&first)[N], const AliasRow (&second)[M]) {
  std::array<AliasRow, N + M> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = first[i];
  for (std::size_t i = 0; i < M; ++i) out[N + i] = second[i];
  return out;
}
constexpr auto kAllCaseAliases = joined(kCaseAliases, kArticleAliases);

// In the order of Field.
constexpr std::array<std::string_view, kFieldCount> kFieldNames = {"",
                                                                   "external_id",
                                                                   "internal_id",
                                                                   "subject",
                                                                   "body",
                                                                   "answer",
                                                                   "status",
                                                                   "priority",
                                                                   "queue",
                                                                   "category",
                                                                   "type",
                                                                   "channel",
                                                                   "product",
                                                                   "language",
                                                                   "requester",
                                                                   "requester_email",
                                                                   "requester_id",
                                                                   "assignee",
                                                                   "assignee_email",
                                                                   "assignee_id",
                                                                   "created_at",
                                                                   "updated_at",
                                                                   "resolved_at",
                                                                   "tags",
                                                                   "messages",
                                                                   "title",
                                                                   "phrasings",
                                                                   "phase",
                                                                   "audience",
                                                                   "confidence",
                                                                   "governance",
                                                                   "valid_from",
                                                                   "valid_to",
                                                                   "review_by",
                                                                   "situation",
                                                                   "cause",
                                                                   "attempts",
                                                                   "result",
                                                                   "reaction",
                                                                   "reflection",
                                                                   "next_time",
                                                                   "name",
                                                                   "email",
                                                                   "phone",
                                                                   "team",
                                                                   "skills",
                                                                   "tier",
                                                                   "region",
                                                                   "organisation",
                                                                   "organisation_id",
                                                                   "path",
                                                                   "level1",
                                                                   "level2",
                                                                   "level3",
                                                                   "level4",
                                                                   "level5",
                                                                   "description",
                                                                   "owner",
                                                                   "review_days",
                                                                   "from",
                                                                   "to",
                                                                   "relation",
                                                                   "outcome",
                                                                   "actor",
                                                                   "customer",
                                                                   "customer_email",
                                                                   "customer_id",
                                                                   "at",
                                                                   "quantity",
                                                                   "amount",
                                                                   "currency",
                                                                   "uid",
                                                                   "ref",
                                                                   "source",
                                                                   "kind",
                                                                   "extra"};

bool is_faq_field(Field field, model::Kind kind) {
  return kind == model::Kind::kFaq && (field == Field::kTitle || field == Field::kBody);
}

}  // namespace

std::string_view field_name(Field field, model::Kind kind) {
  if (is_faq_field(field, kind)) return field == Field::kTitle ? "question" : "answer";
  return kFieldNames[static_cast<std::size_t>(field)];
}

std::optional<Field> field_from_name(std::string_view name, model::Kind kind) {
  for (const AliasRow& row : aliases(kind)) {
    if (field_name(row.field, kind) == name) return row.field;
  }
  return std::nullopt;
}

std::span<const AliasRow> aliases(model::Kind kind) {
  if (kind == model::Kind::kTicket) return kTicketAliases;
  if (kind == model::Kind::kCase) return kAllCaseAliases;
  return model::info(kind).article ? std::span<const AliasRow>(kArticleAliases) : entry_aliases(kind);
}

std::string plain_name(std::string_view name) {
  const std::string folded = text::fold(name);
  std::string out;
  const char* const end = folded.data() + folded.size();
  for (const char* at = folded.data(); at < end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    if (text::char_class(c.code) != text::CharClass::kOther || c.code == '#') out.append(at, c.length);
    at += c.length;
  }
  return out;
}

}  // namespace ckm::formats
