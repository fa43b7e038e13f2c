// The names of the fields of people, customers, categories, links and purchases.
#include "formats/aliases.hh"

namespace ckm::formats {
namespace {

constexpr AliasRow kUpdated = {
    Field::kUpdatedAt,
    "updated at,updated,last updated,last update,modified at,last modified,更新时间,修改时间,最后更新,更新日時,aktualisiert am,"
    "geändert am,mis à jour le,actualizado"};

constexpr AliasRow kPersonAliases[] = {
    {Field::kExternalId,
     "id,person id,user id,agent id,employee id,staff id,编号,工号,客服编号,客服工号,员工编号,用户编号,_id,uuid,personalnummer,"
     "mitarbeiternummer,external id"},
    {Field::kName,
     "name,full name,display name,agent name,agent,employee,user "
     "name,person,姓名,名字,客服,客服姓名,员工姓名,坐席,氏名,名前,担当者,"
     "vollständiger name,mitarbeiter,nom,nom complet,nombre,nombre completo,nome"},
    {Field::kEmail,
     "email,e-mail,mail,email address,邮箱,邮件,电子邮件,电子邮箱,电邮,メールアドレス,e-mail-adresse,courriel,adresse "
     "e-mail,correo,"
     "correo electrónico"},
    {Field::kTeam,
     "team,group,department,queue,dept,小组,组,团队,部门,客服组,技能组,チーム,部署,abteilung,gruppe,équipe,groupe,equipo,grupo,"
     "departamento,gruppo"},
    {Field::kSkills,
     "skills,skill,expertise,knowledge,技能,专长,擅长,特长,スキル,専門,fähigkeiten,kenntnisse,compétences,habilidades"},
    kUpdated,
    {Field::kExtra, "extra"},
};

constexpr AliasRow kCustomerAliases[] = {
    {Field::kExternalId,
     "id,customer id,client id,contact id,user id,account id,member "
     "id,编号,客户编号,客户id,顾客编号,用户编号,用户id,会员号,会员编号,"
     "顧客番号,kundennummer,_id,uuid,external id"},
    {Field::kName,
     "name,full name,customer name,customer,client,contact,contact name,display "
     "name,姓名,名字,客户,客户名称,客户姓名,顾客,顾客姓名,"
     "用户姓名,氏名,顧客名,お客様名,kunde,kundenname,nom,client,nombre,cliente,nome"},
    {Field::kEmail,
     "email,e-mail,mail,email address,customer email,contact email,邮箱,邮件,电子邮件,电子邮箱,电邮,客户邮箱,メールアドレス,"
     "e-mail-adresse,courriel,adresse e-mail,correo,correo electrónico"},
    {Field::kPhone,
     "phone,phone number,telephone,mobile,mobile phone,tel,电话,电话号码,手机,手机号,手机号码,联系电话,電話番号,telefon,"
     "telefonnummer,handy,téléphone,teléfono,telefone,telefono"},
    {Field::kTier,
     "tier,level,customer tier,customer "
     "level,plan,segment,grade,等级,级别,客户等级,客户级别,会员等级,ランク,stufe,kundenstufe,niveau,nivel"},
    {Field::kRegion,
     "region,area,country,province,city,地区,区域,地域,省份,国家,城市,所在地,所在地区,地方,land,gebiet,région,pays,región,país,"
     "regione"},
    {Field::kOrganisation,
     "organisation,organization,company,organization name,company "
     "name,employer,firm,公司,公司名称,单位,单位名称,企业,所属公司,会社,"
     "会社名,firma,unternehmen,société,entreprise,empresa,azienda"},
    {Field::kOrganisationId, "organisation id,organization id,company id,公司编号,单位编号,企业编号,firmennummer"},
    {Field::kType, "type,customer type,客户类型,类型,kundentyp,typ"},
    kUpdated,
    {Field::kExtra, "extra"},
};

constexpr AliasRow kCategoryAliases[] = {
    {Field::kPath,
     "path,category path,category,full "
     "path,分类路径,路径,分类,类别,カテゴリ,カテゴリー,pfad,kategoriepfad,kategorie,catégorie,chemin,"
     "categoría,ruta,categoria"},
    {Field::kLevel1,
     "level 1,level1,l1,category level 1,category 1,一级分类,一级类目,一级标签,一级,大类,ebene 1,niveau 1,nivel 1"},
    {Field::kLevel2,
     "level 2,level2,l2,category level 2,category 2,subcategory,二级分类,二级类目,二级标签,二级,中类,ebene 2,niveau 2,nivel 2"},
    {Field::kLevel3,
     "level 3,level3,l3,category level 3,category 3,三级分类,三级类目,三级标签,三级,小类,ebene 3,niveau 3,nivel 3"},
    {Field::kLevel4,
     "level 4,level4,l4,category level 4,category 4,四级分类,四级类目,四级标签,四级,细类,ebene 4,niveau 4,nivel 4"},
    {Field::kLevel5, "level 5,level5,l5,category level 5,category 5,五级分类,五级类目,五级标签,五级,ebene 5,niveau 5,nivel 5"},
    {Field::kTitle, "title,name,label,display name,标题,名称,分类名称,显示名称,名前,titel,bezeichnung,titre,título,titolo"},
    {Field::kDescription,
     "description,details,note,notes,描述,说明,备注,定义,説明,beschreibung,description,descripción,descrição,descrizione"},
    {Field::kOwner, "owner,responsible,owner name,负责人,责任人,归属人,担当者,verantwortlich,responsable,responsável"},
    {Field::kReviewDays,
     "review days,review every,review period,review interval,days until review,复审天数,复核天数,复审周期,审核周期,見直し日数,"
     "prüfintervall,prüfung tage"},
};

constexpr AliasRow kLinkAliases[] = {
    {Field::kFrom,
     "ticket,ticket id,ticket ref,from,from id,source id,工单,工单号,工单编号,工单id,问题编号,ticketnummer,チケット"},
    {Field::kTo,
     "article,article id,article ref,faq,faq id,document,document id,case,case id,to,to id,target,target "
     "id,文章,文章编号,知识,知识编号,"
     "faq编号,文档,文档编号,案例,案例编号,artikel,記事"},
    {Field::kRelation, "relation,link,link type,type,关系,关联类型,类型,beziehung,relation type,関係"},
    {Field::kOutcome, "outcome,result,solved,resolved,helped,是否解决,结果,解决情况,処理結果,ergebnis,gelöst"},
    {Field::kCreatedAt, "at,created at,date,time,linked at,used at,时间,日期,关联时间,datum"},
    {Field::kActor, "actor,by,author,agent,user,操作人,客服,处理人,benutzer"},
};

constexpr AliasRow kPurchaseAliases[] = {
    {Field::kExternalId,
     "id,order id,purchase id,order number,order,invoice,编号,订单号,订单编号,单号,注文番号,bestellnummer,_id,external id"},
    {Field::kCustomer,
     "customer,customer name,client,buyer,name,客户,客户名称,客户姓名,顾客,买家,姓名,顧客名,kunde,kundenname,cliente"},
    {Field::kCustomerEmail, "customer email,email,e-mail,mail,buyer email,邮箱,客户邮箱,电子邮箱"},
    {Field::kCustomerId,
     "customer id,client id,user id,buyer id,member id,contact "
     "id,客户编号,客户id,用户编号,用户id,会员号,会员编号,顾客编号,kundennummer"},
    {Field::kAt,
     "at,date,time,purchased at,ordered at,order date,purchase date,created "
     "at,时间,日期,购买时间,购买日期,下单时间,订单日期,成交时间,"
     "注文日,datum,bestelldatum,kaufdatum,fecha,data"},
    {Field::kProduct,
     "product,product "
     "name,item,sku,产品,产品名称,商品,商品名称,型号,製品,商品名,produkt,artikel,produit,producto,produto,prodotto"},
    {Field::kQuantity,
     "quantity,qty,count,units,number of items,number of cds,数量,件数,個数,menge,anzahl,quantité,cantidad,quantidade,quantità"},
    {Field::kAmount,
     "amount,total,price,value,revenue,sum,dollar "
     "value,dollars,金额,总额,总价,价格,实付金额,订单金额,金額,betrag,summe,preis,montant,importe,valor,importo"},
    {Field::kCurrency, "currency,currency code,币种,货币,通貨,währung,devise,moneda,moeda,valuta"},
    kUpdated,
    {Field::kExtra, "extra"},
};

}  // namespace

std::span<const AliasRow> entry_aliases(model::Kind kind) {
  switch (kind) {
    case model::Kind::kPerson: return kPersonAliases;
    case model::Kind::kCustomer: return kCustomerAliases;
    case model::Kind::kCategory: return kCategoryAliases;
    case model::Kind::kLink: return kLinkAliases;
    default: return kPurchaseAliases;
  }
}

}  // namespace ckm::formats
