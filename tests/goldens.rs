//! Every golden entity tree, compiled without a warning. Written by the suite; BLESS=1 rewrites it.
#![deny(warnings)]
// The workspace's own limit is for what is written by hand.
#![allow(clippy::too_many_arguments)]

#[path = "cases/endless_by_rule/types.rs"]
pub mod endless_by_rule_types;

#[path = "cases/odd_times_by_rule/types.rs"]
pub mod odd_times_by_rule_types;

#[path = "cases/overrides/types.rs"]
pub mod overrides_types;

#[path = "cases/overrides_in_comments/types.rs"]
pub mod overrides_in_comments_types;

#[path = "cases/type_rules/types.rs"]
pub mod type_rules_types;

#[cfg(not(blessing))]
#[path = "cases/repositories/extension/mod.rs"]
pub mod repositories_extension;

#[cfg(not(blessing))]
#[path = "cases/array_required/expected/mod.rs"]
#[rustfmt::skip]
pub mod array_required;

#[cfg(not(blessing))]
#[path = "cases/array_types/expected/mod.rs"]
#[rustfmt::skip]
pub mod array_types;

#[cfg(not(blessing))]
#[path = "cases/char_keys/expected/mod.rs"]
#[rustfmt::skip]
pub mod char_keys;

#[cfg(not(blessing))]
#[path = "cases/check_enum/expected/mod.rs"]
#[rustfmt::skip]
pub mod check_enum;

#[cfg(not(blessing))]
#[path = "cases/check_not_valid/expected/mod.rs"]
#[rustfmt::skip]
pub mod check_not_valid;

#[cfg(not(blessing))]
#[path = "cases/citext_unique/expected/mod.rs"]
#[rustfmt::skip]
pub mod citext_unique;

#[cfg(not(blessing))]
#[path = "cases/column_case/expected/mod.rs"]
#[rustfmt::skip]
pub mod column_case;

#[cfg(not(blessing))]
#[path = "cases/column_in_two_unique_keys/expected/mod.rs"]
#[rustfmt::skip]
pub mod column_in_two_unique_keys;

#[cfg(not(blessing))]
#[path = "cases/comments_as_docs/expected/mod.rs"]
#[rustfmt::skip]
pub mod comments_as_docs;

#[cfg(not(blessing))]
#[path = "cases/composite_keys/expected/mod.rs"]
#[rustfmt::skip]
pub mod composite_keys;

#[cfg(not(blessing))]
#[path = "cases/cyclic_foreign_keys/expected/mod.rs"]
#[rustfmt::skip]
pub mod cyclic_foreign_keys;

#[cfg(not(blessing))]
#[path = "cases/decode_types/expected/mod.rs"]
#[rustfmt::skip]
pub mod decode_types;

#[cfg(not(blessing))]
#[path = "cases/dense_neighbours/expected/mod.rs"]
#[rustfmt::skip]
pub mod dense_neighbours;

#[cfg(not(blessing))]
#[path = "cases/endless_by_rule/expected/mod.rs"]
#[rustfmt::skip]
pub mod endless_by_rule;

#[cfg(not(blessing))]
#[path = "cases/enum_name_shadows/expected/mod.rs"]
#[rustfmt::skip]
pub mod enum_name_shadows;

#[cfg(not(blessing))]
#[path = "cases/enum_value_self/expected/mod.rs"]
#[rustfmt::skip]
pub mod enum_value_self;

#[cfg(not(blessing))]
#[path = "cases/enum_value_self/expected.mysql/mod.rs"]
#[rustfmt::skip]
pub mod enum_value_self_mysql;

#[cfg(not(blessing))]
#[path = "cases/enum_values/expected/mod.rs"]
#[rustfmt::skip]
pub mod enum_values;

#[cfg(not(blessing))]
#[path = "cases/every_object_mysql/expected/mod.rs"]
#[rustfmt::skip]
pub mod every_object_mysql;

#[cfg(not(blessing))]
#[path = "cases/every_object_postgres/expected/mod.rs"]
#[rustfmt::skip]
pub mod every_object_postgres;

#[cfg(not(blessing))]
#[path = "cases/every_object_sqlite/expected/mod.rs"]
#[rustfmt::skip]
pub mod every_object_sqlite;

#[cfg(not(blessing))]
#[path = "cases/extra_relations/expected/mod.rs"]
#[rustfmt::skip]
pub mod extra_relations;

#[cfg(not(blessing))]
#[path = "cases/factories/expected/mod.rs"]
#[rustfmt::skip]
pub mod factories;

#[cfg(not(blessing))]
#[path = "cases/foreign_key_and_many_to_many/expected/mod.rs"]
#[rustfmt::skip]
pub mod foreign_key_and_many_to_many;

#[cfg(not(blessing))]
#[path = "cases/foreign_key_column_order/expected/mod.rs"]
#[rustfmt::skip]
pub mod foreign_key_column_order;

#[cfg(not(blessing))]
#[path = "cases/foreign_key_of_another_type/expected/mod.rs"]
#[rustfmt::skip]
pub mod foreign_key_of_another_type;

#[cfg(not(blessing))]
#[path = "cases/generated_columns/expected/mod.rs"]
#[rustfmt::skip]
pub mod generated_columns;

#[cfg(not(blessing))]
#[path = "cases/graphs/expected/mod.rs"]
#[rustfmt::skip]
pub mod graphs;

#[cfg(not(blessing))]
#[path = "cases/hostile_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod hostile_names;

#[cfg(not(blessing))]
#[path = "cases/identity_and_generated/expected/mod.rs"]
#[rustfmt::skip]
pub mod identity_and_generated;

#[cfg(not(blessing))]
#[path = "cases/junction_with_child/expected/mod.rs"]
#[rustfmt::skip]
pub mod junction_with_child;

#[cfg(not(blessing))]
#[path = "cases/keyless_of_any_type/expected/mod.rs"]
#[rustfmt::skip]
pub mod keyless_of_any_type;

#[cfg(not(blessing))]
#[path = "cases/keywords_and_digits/expected/mod.rs"]
#[rustfmt::skip]
pub mod keywords_and_digits;

#[cfg(not(blessing))]
#[path = "cases/long_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod long_names;

#[cfg(not(blessing))]
#[path = "cases/many_to_many/expected/mod.rs"]
#[rustfmt::skip]
pub mod many_to_many;

#[cfg(not(blessing))]
#[path = "cases/materialized_view/expected/mod.rs"]
#[rustfmt::skip]
pub mod materialized_view;

#[cfg(not(blessing))]
#[path = "cases/materialized_views/expected/mod.rs"]
#[rustfmt::skip]
pub mod materialized_views;

#[cfg(not(blessing))]
#[path = "cases/mysql_enum_per_column/expected/mod.rs"]
#[rustfmt::skip]
pub mod mysql_enum_per_column;

#[cfg(not(blessing))]
#[path = "cases/mysql_old_habits/expected/mod.rs"]
#[rustfmt::skip]
pub mod mysql_old_habits;

#[cfg(not(blessing))]
#[path = "cases/mysql_types/expected/mod.rs"]
#[rustfmt::skip]
pub mod mysql_types;

#[cfg(not(blessing))]
#[path = "cases/mysql_values/expected/mod.rs"]
#[rustfmt::skip]
pub mod mysql_values;

#[cfg(not(blessing))]
#[path = "cases/name_collisions/expected/mod.rs"]
#[rustfmt::skip]
pub mod name_collisions;

#[cfg(not(blessing))]
#[path = "cases/native_enum/expected/mod.rs"]
#[rustfmt::skip]
pub mod native_enum;

#[cfg(not(blessing))]
#[path = "cases/native_enum/expected.mysql/mod.rs"]
#[rustfmt::skip]
pub mod native_enum_mysql;

#[cfg(not(blessing))]
#[path = "cases/no_possible_key/expected/mod.rs"]
#[rustfmt::skip]
pub mod no_possible_key;

#[cfg(not(blessing))]
#[path = "cases/no_primary_key/expected/mod.rs"]
#[rustfmt::skip]
pub mod no_primary_key;

#[cfg(not(blessing))]
#[path = "cases/null_in_foreign_key/expected/mod.rs"]
#[rustfmt::skip]
pub mod null_in_foreign_key;

#[cfg(not(blessing))]
#[path = "cases/null_rows/expected/mod.rs"]
#[rustfmt::skip]
pub mod null_rows;

#[cfg(not(blessing))]
#[path = "cases/odd_times_by_rule/expected/mod.rs"]
#[rustfmt::skip]
pub mod odd_times_by_rule;

#[cfg(not(blessing))]
#[path = "cases/one_table_filter/expected/mod.rs"]
#[rustfmt::skip]
pub mod one_table_filter;

#[cfg(not(blessing))]
#[path = "cases/one_table_filter_out/expected/mod.rs"]
#[rustfmt::skip]
pub mod one_table_filter_out;

#[cfg(not(blessing))]
#[path = "cases/one_to_one/expected/mod.rs"]
#[rustfmt::skip]
pub mod one_to_one;

#[cfg(not(blessing))]
#[path = "cases/overrides/expected/mod.rs"]
#[rustfmt::skip]
pub mod overrides;

#[cfg(not(blessing))]
#[path = "cases/overrides_in_comments/expected/mod.rs"]
#[rustfmt::skip]
pub mod overrides_in_comments;

#[cfg(not(blessing))]
#[path = "cases/partial_unique_keys/expected/mod.rs"]
#[rustfmt::skip]
pub mod partial_unique_keys;

#[cfg(not(blessing))]
#[path = "cases/partition_with_same_name_elsewhere/expected/mod.rs"]
#[rustfmt::skip]
pub mod partition_with_same_name_elsewhere;

#[cfg(not(blessing))]
#[path = "cases/plural_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod plural_names;

#[cfg(not(blessing))]
#[path = "cases/portable_types/expected/mod.rs"]
#[rustfmt::skip]
pub mod portable_types;

#[cfg(not(blessing))]
#[path = "cases/postgres_types/expected/mod.rs"]
#[rustfmt::skip]
pub mod postgres_types;

#[cfg(not(blessing))]
#[path = "cases/postgres_values/expected/mod.rs"]
#[rustfmt::skip]
pub mod postgres_values;

#[cfg(not(blessing))]
#[path = "cases/ranges_and_composites/expected/mod.rs"]
#[rustfmt::skip]
pub mod ranges_and_composites;

#[cfg(not(blessing))]
#[path = "cases/relation_named_like_a_column/expected/mod.rs"]
#[rustfmt::skip]
pub mod relation_named_like_a_column;

#[cfg(not(blessing))]
#[path = "cases/relation_names_alike/expected/mod.rs"]
#[rustfmt::skip]
pub mod relation_names_alike;

#[cfg(not(blessing))]
#[path = "cases/repositories/expected/mod.rs"]
#[rustfmt::skip]
pub mod repositories;

#[cfg(not(blessing))]
#[path = "cases/repository_names_taken/expected/mod.rs"]
#[rustfmt::skip]
pub mod repository_names_taken;

#[cfg(not(blessing))]
#[path = "cases/reserved_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod reserved_names;

#[cfg(not(blessing))]
#[path = "cases/routines_mysql/expected/mod.rs"]
#[rustfmt::skip]
pub mod routines_mysql;

#[cfg(not(blessing))]
#[path = "cases/routines_portable/expected/mod.rs"]
#[rustfmt::skip]
pub mod routines_portable;

#[cfg(not(blessing))]
#[path = "cases/routines_postgres/expected/mod.rs"]
#[rustfmt::skip]
pub mod routines_postgres;

#[cfg(not(blessing))]
#[path = "cases/routines_schemas/expected/mod.rs"]
#[rustfmt::skip]
pub mod routines_schemas;

#[cfg(not(blessing))]
#[path = "cases/same_foreign_key_name/expected/mod.rs"]
#[rustfmt::skip]
pub mod same_foreign_key_name;

#[cfg(not(blessing))]
#[path = "cases/self_many_to_many/expected/mod.rs"]
#[rustfmt::skip]
pub mod self_many_to_many;

#[cfg(not(blessing))]
#[path = "cases/self_references/expected/mod.rs"]
#[rustfmt::skip]
pub mod self_references;

#[cfg(not(blessing))]
#[path = "cases/several_foreign_keys_to_one_target/expected/mod.rs"]
#[rustfmt::skip]
pub mod several_foreign_keys_to_one_target;

#[cfg(not(blessing))]
#[path = "cases/several_schemas/expected/mod.rs"]
#[rustfmt::skip]
pub mod several_schemas;

#[cfg(not(blessing))]
#[path = "cases/sqlite_any/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_any;

#[cfg(not(blessing))]
#[path = "cases/sqlite_implicit_target/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_implicit_target;

#[cfg(not(blessing))]
#[path = "cases/sqlite_integer_of_view/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_integer_of_view;

#[cfg(not(blessing))]
#[path = "cases/sqlite_old_habits/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_old_habits;

#[cfg(not(blessing))]
#[path = "cases/sqlite_quote_in_name/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_quote_in_name;

#[cfg(not(blessing))]
#[path = "cases/sqlite_rowid_alias/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_rowid_alias;

#[cfg(not(blessing))]
#[path = "cases/sqlite_types/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_types;

#[cfg(not(blessing))]
#[path = "cases/suffix_and_derives/expected/mod.rs"]
#[rustfmt::skip]
pub mod suffix_and_derives;

#[cfg(not(blessing))]
#[path = "cases/symbols_in_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod symbols_in_names;

#[cfg(not(blessing))]
#[path = "cases/target_in_another_schema/expected/mod.rs"]
#[rustfmt::skip]
pub mod target_in_another_schema;

#[cfg(not(blessing))]
#[path = "cases/type_rules/expected/mod.rs"]
#[rustfmt::skip]
pub mod type_rules;

#[cfg(not(blessing))]
#[path = "cases/type_rules_by_database_type/expected/mod.rs"]
#[rustfmt::skip]
pub mod type_rules_by_database_type;

#[cfg(not(blessing))]
#[path = "cases/typed_domains/expected/mod.rs"]
#[rustfmt::skip]
pub mod typed_domains;

#[cfg(not(blessing))]
#[path = "cases/typed_domains_of_every_type/expected/mod.rs"]
#[rustfmt::skip]
pub mod typed_domains_of_every_type;

#[cfg(not(blessing))]
#[path = "cases/typed_ids/expected/mod.rs"]
#[rustfmt::skip]
pub mod typed_ids;

#[cfg(not(blessing))]
#[path = "cases/typed_ids_dense/expected/mod.rs"]
#[rustfmt::skip]
pub mod typed_ids_dense;

#[cfg(not(blessing))]
#[path = "cases/typed_ids_expanded/expected/mod.rs"]
#[rustfmt::skip]
pub mod typed_ids_expanded;

#[cfg(not(blessing))]
#[path = "cases/typed_ids_of_every_type/expected/mod.rs"]
#[rustfmt::skip]
pub mod typed_ids_of_every_type;

#[cfg(not(blessing))]
#[path = "cases/typed_ids_of_every_type/expected.mysql/mod.rs"]
#[rustfmt::skip]
pub mod typed_ids_of_every_type_mysql;

#[cfg(not(blessing))]
#[path = "cases/unique_expression_index/expected/mod.rs"]
#[rustfmt::skip]
pub mod unique_expression_index;

#[cfg(not(blessing))]
#[path = "cases/unique_include/expected/mod.rs"]
#[rustfmt::skip]
pub mod unique_include;

#[cfg(not(blessing))]
#[path = "cases/unique_key_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod unique_key_names;

#[cfg(not(blessing))]
#[path = "cases/unique_partial_or_prefix/expected/mod.rs"]
#[rustfmt::skip]
pub mod unique_partial_or_prefix;

#[cfg(not(blessing))]
#[path = "cases/view_expressions/expected/mod.rs"]
#[rustfmt::skip]
pub mod view_expressions;

#[cfg(not(blessing))]
#[path = "cases/view_expressions/expected.sqlite/mod.rs"]
#[rustfmt::skip]
pub mod view_expressions_sqlite;

#[cfg(not(blessing))]
#[path = "cases/views/expected/mod.rs"]
#[rustfmt::skip]
pub mod views;

#[cfg(not(blessing))]
#[macro_export]
#[rustfmt::skip]
/// Hands `golden { entities } { views } { entity [find load] … }` of every golden to the macro `$callback`.
macro_rules! goldens {
    ($callback:ident) => {
        $callback! {
            array_required { sample } {  } {}
            array_types { path sample step } { totals } { path [find_steps load_steps] step [find_path_ref load_path_ref] }
            char_keys { city country country_language language } {  } { city [find_country load_country] country [find_cities load_cities] country [find_country_languages load_country_languages] country [find_languages load_languages] country_language [find_country load_country] country_language [find_language load_language] language [find_country_languages load_country_languages] language [find_countries load_countries] }
            check_enum { invitation member } {  } {}
            check_not_valid { job } {  } {}
            citext_unique { account } {  } {}
            column_case { sample } {  } {}
            column_in_two_unique_keys { seat } {  } {}
            comments_as_docs { customer } {  } {}
            composite_keys { delivery shelf warehouse } {  } { delivery [find_from_warehouse load_from_warehouse] delivery [find_to_warehouse load_to_warehouse] shelf [find_warehouse load_warehouse] warehouse [find_from_deliveries load_from_deliveries] warehouse [find_shelves load_shelves] warehouse [find_to_deliveries load_to_deliveries] }
            cyclic_foreign_keys { site site_domain } {  } { site [find_preferred_domain load_preferred_domain] site [find_site_domains load_site_domains] site_domain [find_site load_site] site_domain [find_preferred_domain_sites load_preferred_domain_sites] }
            decode_types { sample } {  } {}
            dense_neighbours { author book log_line room shelf } {  } { author [find_books load_books] author [find_log_lines load_log_lines] book [find_author load_author] log_line [find_author load_author] room [find_a_b_shelves load_a_b_shelves] room [find_c_20_t4_shelves load_c_20_t4_shelves] room [find_self_shelves load_self_shelves] shelf [find_a_b_room load_a_b_room] shelf [find_c_20_t4_room load_c_20_t4_room] shelf [find_self_room load_self_room] }
            endless_by_rule { lease } { last_lease } {}
            enum_name_shadows { sample } {  } {}
            enum_value_self { grant_rule } {  } {}
            enum_value_self_mysql { grant_rule } {  } {}
            enum_values { listed quoted sample } {  } {}
            every_object_mysql { counter customer hit journal order price visit } { order_list } { customer [find_referrer load_referrer] customer [find_orders load_orders] customer [find_referrer_customers load_referrer_customers] order [find_customer load_customer] }
            every_object_postgres { audit_capital audit_entry capital city counter customer distant_stock journal order visit } { order_counts order_list } { audit_entry [find_order load_order] customer [find_referrer load_referrer] customer [find_orders load_orders] customer [find_referrer_customers load_referrer_customers] order [find_customer load_customer] order [find_audit_entries load_audit_entries] }
            every_object_sqlite { customer journal line order pair place search search_more } { order_list } { customer [find_referrer load_referrer] customer [find_orders load_orders] customer [find_referrer_customers load_referrer_customers] line [find_order load_order] order [find_customer load_customer] order [find_lines load_lines] }
            extra_relations { country customer invoice invoice_line price } {  } { country [find_land_invoices load_land_invoices] customer [find_invoices load_invoices] customer [find_paid load_paid] invoice [find_corrected load_corrected] invoice [find_customer load_customer] invoice [find_land load_land] invoice [find_payer load_payer] invoice [find_corrected_invoice load_corrected_invoice] invoice_line [find_price load_price] price [find_invoice_lines load_invoice_lines] }
            factories { badge contact head holiday line node product purchase tail tenant visitor } {  } { badge [find_contact load_contact] contact [find_tenant load_tenant] contact [find_badge load_badge] head [find_tail load_tail] head [find_tails load_tails] line [find_product load_product] line [find_purchase load_purchase] node [find_parent load_parent] node [find_children load_children] product [find_tenant load_tenant] product [find_lines load_lines] purchase [find_tenant load_tenant] purchase [find_lines load_lines] tail [find_head load_head] tail [find_heads load_heads] tenant [find_contacts load_contacts] tenant [find_products load_products] tenant [find_purchases load_purchases] }
            foreign_key_and_many_to_many { member post post_like } {  } { member [find_author_posts load_author_posts] member [find_post_likes load_post_likes] member [find_posts_via_post_like load_posts_via_post_like] post [find_author load_author] post [find_post_likes load_post_likes] post [find_members_via_post_like load_members_via_post_like] post_like [find_member load_member] post_like [find_post load_post] }
            foreign_key_column_order { pin place } {  } { pin [find_py_px_place load_py_px_place] place [find_py_px_pins load_py_px_pins] }
            foreign_key_of_another_type { account visit visit_account } {  } { account [find_account_code_visits load_account_code_visits] account [find_guest_visits load_guest_visits] account [find_host_visits load_host_visits] account [find_rate_visits load_rate_visits] account [find_visit_accounts load_visit_accounts] account [find_visits_by_account_id load_visits_by_account_id] account [find_visits_by_account_name load_visits_by_account_name] account [find_visits load_visits] visit [find_account_code_account load_account_code_account] visit [find_account_ref_to_id load_account_ref_to_id] visit [find_account_ref_to_name load_account_ref_to_name] visit [find_guest load_guest] visit [find_host load_host] visit [find_rate load_rate] visit [find_visit_accounts load_visit_accounts] visit [find_accounts load_accounts] visit_account [find_account load_account] visit_account [find_visit load_visit] }
            generated_columns { line } {  } {}
            graphs { author comment guest guest_seat post post_tag seat tag } { post_list } { author [find_posts load_posts] author [find_reviewer_posts load_reviewer_posts] comment [find_parent load_parent] comment [find_post load_post] comment [find_children load_children] guest [find_guest_seats load_guest_seats] guest [find_seats load_seats] guest_seat [find_guest load_guest] guest_seat [find_seat load_seat] post [find_author load_author] post [find_reviewer load_reviewer] post [find_comments load_comments] post [find_post_tags load_post_tags] post [find_tags load_tags] post_tag [find_post load_post] post_tag [find_tag load_tag] seat [find_guest_seats load_guest_seats] seat [find_guests load_guests] tag [find_post_tags load_post_tags] tag [find_posts load_posts] }
            hostile_names { a_b c_2e_2e c_x etc_passwd n31mred } {  } {}
            identity_and_generated { invoice note } {  } {}
            junction_with_child { invoice invoice_line shipment } {  } { invoice [find_invoice_lines load_invoice_lines] invoice_line [find_invoice load_invoice] invoice_line [find_shipments load_shipments] shipment [find_invoice_line load_invoice_line] }
            keyless_of_any_type { address exact_number float list mood } { sums } {}
            keywords_and_digits { gen_ grossen match_ n2fa_token self_ super_ type_ } {  } { match_ [find_types load_types] type_ [find_match load_match] }
            long_names { aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a2 } {  } { aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a1 [find_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a2s load_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a2s] aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a2 [find_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb load_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb] }
            many_to_many { member post post_editor post_tag post_topic tag topic } {  } { member [find_post_editors load_post_editors] post [find_post_editors load_post_editors] post [find_post_tags load_post_tags] post [find_post_topics load_post_topics] post [find_tags load_tags] post [find_topics load_topics] post_editor [find_member load_member] post_editor [find_post load_post] post_tag [find_post load_post] post_tag [find_tag load_tag] post_topic [find_post load_post] post_topic [find_topic load_topic] tag [find_post_tags load_post_tags] tag [find_posts load_posts] topic [find_post_topics load_post_topics] topic [find_posts load_posts] }
            materialized_view { purchase } { customer_count } {}
            materialized_views { sale } { day_total odd_one_odd_name } {}
            mysql_enum_per_column { subscription ticket } {  } {}
            mysql_old_habits { node pool token visit } {  } {}
            mysql_types { sample } {  } {}
            mysql_values { legacy moment number place word } { legacy_days } {}
            name_collisions { user_account_x1966 user_account_x5ad6 user_account_x88ea user_account_x98eb user_account_xbd73 } {  } {}
            native_enum { person } {  } {}
            native_enum_mysql { person } {  } {}
            no_possible_key { depth reading } { level } {}
            no_primary_key { reading setting } {  } {}
            null_in_foreign_key { station train } {  } { station [find_trains load_trains] train [find_station load_station] }
            null_rows { sighting watcher } { nickname } {}
            odd_times_by_rule { shift } {  } {}
            one_table_filter { customer } {  } {}
            one_table_filter_out { customer } {  } {}
            one_to_one { locker member passport place profile sign } {  } { locker [find_member load_member] member [find_locker load_locker] member [find_passport load_passport] member [find_profile load_profile] passport [find_member load_member] place [find_sign load_sign] profile [find_member load_member] sign [find_place load_place] }
            overrides { product purchase purchase_x6058 user } { open_purchase } { purchase [find_buyer load_buyer] purchase [find_buyer_user load_buyer_user] purchase [find_order_purchase_x6058s load_order_purchase_x6058s] purchase_x6058 [find_order load_order] user [find_bought load_bought] user [find_buyer_purchases load_buyer_purchases] }
            overrides_in_comments { purchase } {  } {}
            partial_unique_keys { account } {  } {}
            partition_with_same_name_elsewhere { event item } {  } {}
            plural_names { address box_ bus category data news order_item person status visit } {  } { person [find_visits load_visits] visit [find_person load_person] }
            portable_types { sample } {  } {}
            postgres_types { required sample } {  } {}
            postgres_values { bit lease made moment number shape span word } { lease_span } {}
            ranges_and_composites { t } {  } {}
            relation_named_like_a_column { city country } {  } { city [find_country load_country] city [find_mayor_city load_mayor_city] city [find_mayor_cities load_mayor_cities] country [find_cities load_cities] }
            relation_names_alike { login user } {  } { login [find_n2fa load_n2fa] user [find_user_ref_to_id_x4592 load_user_ref_to_id_x4592] user [find_user_ref_to_id_xf65a load_user_ref_to_id_xf65a] user [find_n2fa_logins load_n2fa_logins] user [find_users_by_id_user load_users_by_id_user] user [find_users_by_user_id load_users_by_user_id] }
            repositories { member note plan team } { team_size } { member [find_team load_team] team [find_members load_members] }
            repository_names_taken { connect graph into new_post post post_constraint post_relation relation_ } {  } { post [find_parent load_parent] post [find_children load_children] post [find_post_relations load_post_relations] post [find_relations load_relations] post_relation [find_post load_post] relation_ [find_post load_post] }
            reserved_names { active_model aux_ column con_ core_ entity_ enum_ generated_ lib_ mod_ model option prelude_ primary_key relation_x8351 relation_xc503 result std_ string vec } {  } { model [find_relation_x8351s load_relation_x8351s] relation_x8351 [find_model load_model] }
            routines_mysql { ticket } {  } {}
            routines_portable { customer } {  } {}
            routines_postgres { customer } { happy_customers } {}
            routines_schemas { audit_entry entry } {  } {}
            same_foreign_key_name { board member post team } {  } { board [find_owner load_owner] member [find_owner_posts load_owner_posts] post [find_owner load_owner] team [find_owner_boards load_owner_boards] }
            self_many_to_many { follow member } {  } { follow [find_followee load_followee] follow [find_follower load_follower] member [find_followee_follows load_followee_follows] member [find_follower_follows load_follower_follows] member [find_followees load_followees] member [find_followers load_followers] }
            self_references { category employee } {  } { category [find_parent load_parent] category [find_children load_children] employee [find_manager load_manager] employee [find_mentor load_mentor] employee [find_manager_employees load_manager_employees] employee [find_mentor_employees load_mentor_employees] }
            several_foreign_keys_to_one_target { document member } {  } { document [find_approved_by load_approved_by] document [find_created_by_member load_created_by_member] document [find_updated_by_member load_updated_by_member] member [find_approved_by_documents load_approved_by_documents] member [find_created_by_documents load_created_by_documents] member [find_updated_by_documents load_updated_by_documents] }
            several_schemas { auth_user order user } {  } { auth_user [find_user_orders load_user_orders] order [find_user load_user] }
            sqlite_any { decimal override_ page pair setting strict_any unknown } { shown } { override_ [find_setting_ref load_setting_ref] setting [find_overrides load_overrides] }
            sqlite_implicit_target { child pair parent } {  } { child [find_pair load_pair] child [find_parent load_parent] pair [find_children load_children] parent [find_children load_children] }
            sqlite_integer_of_view { visit } { long_visits } {}
            sqlite_old_habits { session } { running } {}
            sqlite_quote_in_name { it_s t_drop_table_x x } {  } { t_drop_table_x [find_x load_x] x [find_t_drop_table_xes load_t_drop_table_xes] }
            sqlite_rowid_alias { by_constraint descending_is_no_alias int_is_no_alias no_rowid two_column with_autoincrement without_autoincrement } {  } {}
            sqlite_types { sample strict_sample untyped } {  } {}
            suffix_and_derives { customer } {  } {}
            symbols_in_names { fire } {  } {}
            target_in_another_schema { order user } {  } {}
            type_rules { purchase purchase_item } {  } { purchase [find_purchase_items load_purchase_items] purchase_item [find_purchase load_purchase] }
            type_rules_by_database_type { host visit } { host_list } { host [find_visits load_visits] visit [find_host load_host] }
            typed_domains { device part } { contacts } { device [find_parts load_parts] part [find_device load_device] }
            typed_domains_of_every_type { sample } { samples } {}
            typed_ids { badge country member profile team team_member time_entry } { team_owner } { badge [find_member load_member] badge [find_profile load_profile] country [find_members load_members] member [find_country load_country] member [find_invited_by_member load_invited_by_member] member [find_profile load_profile] member [find_badges load_badges] member [find_invited_by_members load_invited_by_members] member [find_owner_teams load_owner_teams] member [find_team_members load_team_members] member [find_teams load_teams] profile [find_member load_member] profile [find_badges load_badges] team [find_owner load_owner] team [find_team_members load_team_members] team [find_members load_members] team_member [find_member load_member] team_member [find_team load_team] team_member [find_time_entries load_time_entries] time_entry [find_corrects load_corrects] time_entry [find_team_member load_team_member] time_entry [find_corrects_time_entry load_corrects_time_entry] }
            typed_ids_dense { date_time log string } {  } { date_time [find_parent load_parent] date_time [find_children load_children] date_time [find_logs load_logs] date_time [find_strings load_strings] log [find_date_time load_date_time] log [find_string load_string] string [find_date_time load_date_time] string [find_logs load_logs] }
            typed_ids_expanded { author book book_tag tag } {  } { author [find_books load_books] book [find_author load_author] book [find_sequel_of_book load_sequel_of_book] book [find_book_tags load_book_tags] book [find_sequel_of_books load_sequel_of_books] book [find_tags load_tags] book_tag [find_book load_book] book_tag [find_tag load_tag] tag [find_book_tags load_book_tags] tag [find_books load_books] }
            typed_ids_of_every_type { body_note body_thing bytes_note bytes_thing day_note day_thing exact_note exact_thing host_note host_thing hour_note hour_thing instant_note instant_thing large_note large_serial large_thing moment_note moment_thing price_note price_thing small_note small_serial small_thing truth_note truth_thing unique_no_note unique_no_thing whole_serial word_note word_thing } {  } { body_note [find_thing_body_thing load_thing_body_thing] body_thing [find_next_body_thing load_next_body_thing] body_thing [find_next_body_things load_next_body_things] body_thing [find_thing_body_notes load_thing_body_notes] bytes_note [find_thing_bytes_thing load_thing_bytes_thing] bytes_thing [find_next_bytes_thing load_next_bytes_thing] bytes_thing [find_next_bytes_things load_next_bytes_things] bytes_thing [find_thing_bytes_notes load_thing_bytes_notes] day_note [find_thing_day_thing load_thing_day_thing] day_thing [find_next_day_thing load_next_day_thing] day_thing [find_next_day_things load_next_day_things] day_thing [find_thing_day_notes load_thing_day_notes] exact_note [find_thing_exact_thing load_thing_exact_thing] exact_thing [find_next_exact_thing load_next_exact_thing] exact_thing [find_next_exact_things load_next_exact_things] exact_thing [find_thing_exact_notes load_thing_exact_notes] host_note [find_thing_host_thing load_thing_host_thing] host_thing [find_next_host_thing load_next_host_thing] host_thing [find_next_host_things load_next_host_things] host_thing [find_thing_host_notes load_thing_host_notes] hour_note [find_thing_hour_thing load_thing_hour_thing] hour_thing [find_next_hour_thing load_next_hour_thing] hour_thing [find_next_hour_things load_next_hour_things] hour_thing [find_thing_hour_notes load_thing_hour_notes] instant_note [find_thing_instant_thing load_thing_instant_thing] instant_thing [find_next_instant_thing load_next_instant_thing] instant_thing [find_next_instant_things load_next_instant_things] instant_thing [find_thing_instant_notes load_thing_instant_notes] large_note [find_thing_large_thing load_thing_large_thing] large_thing [find_next_large_thing load_next_large_thing] large_thing [find_next_large_things load_next_large_things] large_thing [find_thing_large_notes load_thing_large_notes] moment_note [find_thing_moment_thing load_thing_moment_thing] moment_thing [find_next_moment_thing load_next_moment_thing] moment_thing [find_next_moment_things load_next_moment_things] moment_thing [find_thing_moment_notes load_thing_moment_notes] price_note [find_thing_price_thing load_thing_price_thing] price_thing [find_next_price_thing load_next_price_thing] price_thing [find_next_price_things load_next_price_things] price_thing [find_thing_price_notes load_thing_price_notes] small_note [find_thing_small_thing load_thing_small_thing] small_thing [find_next_small_thing load_next_small_thing] small_thing [find_next_small_things load_next_small_things] small_thing [find_thing_small_notes load_thing_small_notes] truth_note [find_thing_truth_thing load_thing_truth_thing] truth_thing [find_next_truth_thing load_next_truth_thing] truth_thing [find_next_truth_things load_next_truth_things] truth_thing [find_thing_truth_notes load_thing_truth_notes] unique_no_note [find_thing_unique_no_thing load_thing_unique_no_thing] unique_no_thing [find_next_unique_no_thing load_next_unique_no_thing] unique_no_thing [find_next_unique_no_things load_next_unique_no_things] unique_no_thing [find_thing_unique_no_notes load_thing_unique_no_notes] word_note [find_thing_word_thing load_thing_word_thing] word_thing [find_next_word_thing load_next_word_thing] word_thing [find_next_word_things load_next_word_things] word_thing [find_thing_word_notes load_thing_word_notes] }
            typed_ids_of_every_type_mysql { bytes_note bytes_thing day_note day_thing exact_note exact_thing hour_note hour_thing large_natural_note large_natural_serial large_natural_thing letters_note letters_thing moment_note moment_thing natural_note natural_serial natural_thing small_note small_serial small_thing tiny_natural_note tiny_natural_serial tiny_natural_thing tiny_note tiny_thing word_note word_thing year_note year_thing } {  } { bytes_note [find_thing_bytes_thing load_thing_bytes_thing] bytes_thing [find_next_bytes_thing load_next_bytes_thing] bytes_thing [find_next_bytes_things load_next_bytes_things] bytes_thing [find_thing_bytes_notes load_thing_bytes_notes] day_note [find_thing_day_thing load_thing_day_thing] day_thing [find_next_day_thing load_next_day_thing] day_thing [find_next_day_things load_next_day_things] day_thing [find_thing_day_notes load_thing_day_notes] exact_note [find_thing_exact_thing load_thing_exact_thing] exact_thing [find_next_exact_thing load_next_exact_thing] exact_thing [find_next_exact_things load_next_exact_things] exact_thing [find_thing_exact_notes load_thing_exact_notes] hour_note [find_thing_hour_thing load_thing_hour_thing] hour_thing [find_next_hour_thing load_next_hour_thing] hour_thing [find_next_hour_things load_next_hour_things] hour_thing [find_thing_hour_notes load_thing_hour_notes] large_natural_note [find_thing_large_natural_thing load_thing_large_natural_thing] large_natural_thing [find_next_large_natural_thing load_next_large_natural_thing] large_natural_thing [find_next_large_natural_things load_next_large_natural_things] large_natural_thing [find_thing_large_natural_notes load_thing_large_natural_notes] letters_note [find_thing_letters_thing load_thing_letters_thing] letters_thing [find_next_letters_thing load_next_letters_thing] letters_thing [find_next_letters_things load_next_letters_things] letters_thing [find_thing_letters_notes load_thing_letters_notes] moment_note [find_thing_moment_thing load_thing_moment_thing] moment_thing [find_next_moment_thing load_next_moment_thing] moment_thing [find_next_moment_things load_next_moment_things] moment_thing [find_thing_moment_notes load_thing_moment_notes] natural_note [find_thing_natural_thing load_thing_natural_thing] natural_thing [find_next_natural_thing load_next_natural_thing] natural_thing [find_next_natural_things load_next_natural_things] natural_thing [find_thing_natural_notes load_thing_natural_notes] small_note [find_thing_small_thing load_thing_small_thing] small_thing [find_next_small_thing load_next_small_thing] small_thing [find_next_small_things load_next_small_things] small_thing [find_thing_small_notes load_thing_small_notes] tiny_natural_note [find_thing_tiny_natural_thing load_thing_tiny_natural_thing] tiny_natural_thing [find_next_tiny_natural_thing load_next_tiny_natural_thing] tiny_natural_thing [find_next_tiny_natural_things load_next_tiny_natural_things] tiny_natural_thing [find_thing_tiny_natural_notes load_thing_tiny_natural_notes] tiny_note [find_thing_tiny_thing load_thing_tiny_thing] tiny_thing [find_next_tiny_thing load_next_tiny_thing] tiny_thing [find_next_tiny_things load_next_tiny_things] tiny_thing [find_thing_tiny_notes load_thing_tiny_notes] word_note [find_thing_word_thing load_thing_word_thing] word_thing [find_next_word_thing load_next_word_thing] word_thing [find_next_word_things load_next_word_things] word_thing [find_thing_word_notes load_thing_word_notes] year_note [find_thing_year_thing load_thing_year_thing] year_thing [find_next_year_thing load_next_year_thing] year_thing [find_next_year_things load_next_year_things] year_thing [find_thing_year_notes load_thing_year_notes] }
            unique_expression_index { member membership } {  } { member [find_memberships load_memberships] membership [find_member load_member] }
            unique_include { badge member } {  } { badge [find_member load_member] member [find_badge load_badge] }
            unique_key_names { shelf } {  } {}
            unique_partial_or_prefix { assignment member } {  } { assignment [find_member load_member] member [find_assignments load_assignments] }
            view_expressions { purchase } { customer_totals } {}
            view_expressions_sqlite { purchase } { customer_totals } {}
            views { customer purchase } { active_customers purchase_list } { customer [find_purchases load_purchases] purchase [find_customer load_customer] }
        }
    };
}

#[cfg(blessing)]
#[macro_export]
/// Hands nothing to the macro `$callback`: the goldens are being rewritten.
macro_rules! goldens {
    ($callback:ident) => {
        $callback! {}
    };
}
