//! Every golden entity tree, compiled without a warning. Written by the suite; BLESS=1 rewrites it.
#![deny(warnings)]

#[cfg(not(blessing))]
#[path = "cases/check_enum/expected/mod.rs"]
#[rustfmt::skip]
pub mod check_enum;

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
#[path = "cases/enum_values/expected/mod.rs"]
#[rustfmt::skip]
pub mod enum_values;

#[cfg(not(blessing))]
#[path = "cases/foreign_key_and_many_to_many/expected/mod.rs"]
#[rustfmt::skip]
pub mod foreign_key_and_many_to_many;

#[cfg(not(blessing))]
#[path = "cases/foreign_key_column_order/expected/mod.rs"]
#[rustfmt::skip]
pub mod foreign_key_column_order;

#[cfg(not(blessing))]
#[path = "cases/generated_columns/expected/mod.rs"]
#[rustfmt::skip]
pub mod generated_columns;

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
#[path = "cases/name_collisions/expected/mod.rs"]
#[rustfmt::skip]
pub mod name_collisions;

#[cfg(not(blessing))]
#[path = "cases/no_primary_key/expected/mod.rs"]
#[rustfmt::skip]
pub mod no_primary_key;

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
#[path = "cases/relation_named_like_a_column/expected/mod.rs"]
#[rustfmt::skip]
pub mod relation_named_like_a_column;

#[cfg(not(blessing))]
#[path = "cases/reserved_names/expected/mod.rs"]
#[rustfmt::skip]
pub mod reserved_names;

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
#[path = "cases/sqlite_implicit_target/expected/mod.rs"]
#[rustfmt::skip]
pub mod sqlite_implicit_target;

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
#[path = "cases/target_in_another_schema/expected/mod.rs"]
#[rustfmt::skip]
pub mod target_in_another_schema;

#[cfg(not(blessing))]
#[path = "cases/unique_expression_index/expected/mod.rs"]
#[rustfmt::skip]
pub mod unique_expression_index;

#[cfg(not(blessing))]
#[path = "cases/unique_include/expected/mod.rs"]
#[rustfmt::skip]
pub mod unique_include;

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
/// Hands `golden { entities } { views }` of every golden to the macro `$callback`.
macro_rules! goldens {
    ($callback:ident) => {
        $callback! {
            check_enum { invitation member } {  }
            citext_unique { account } {  }
            column_case { sample } {  }
            column_in_two_unique_keys { seat } {  }
            comments_as_docs { customer } {  }
            composite_keys { delivery shelf warehouse } {  }
            cyclic_foreign_keys { site site_domain } {  }
            decode_types { sample } {  }
            enum_values { sample } {  }
            foreign_key_and_many_to_many { member post post_like } {  }
            foreign_key_column_order { pin place } {  }
            generated_columns { line } {  }
            hostile_names { a_b c_2e_2e c_x etc_passwd n31mred } {  }
            identity_and_generated { invoice note } {  }
            junction_with_child { invoice invoice_line shipment } {  }
            keywords_and_digits { fire gen_ grossen match_ n2fa_token self_ super_ type_ } {  }
            long_names { aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_a2 } {  }
            many_to_many { member post post_editor post_tag post_topic tag topic } {  }
            materialized_view { purchase } { customer_count }
            name_collisions { user_account user_account_x5ad6 user_account_x88ea user_account_xbd73 user_account_xf1dd } {  }
            no_primary_key { reading setting } {  }
            one_table_filter { customer } {  }
            one_table_filter_out { customer } {  }
            one_to_one { locker member passport place profile sign } {  }
            partition_with_same_name_elsewhere { event item } {  }
            plural_names { address box_ bus category data news order_item person status visit } {  }
            portable_types { sample } {  }
            postgres_types { required sample } {  }
            relation_named_like_a_column { city country } {  }
            reserved_names { active_model aux_ column con_ core_ entity_ enum_ generated_ lib_ mod_ model option prelude_ primary_key relation_ relation_x8757 result std_ string vec } {  }
            same_foreign_key_name { board member post team } {  }
            self_many_to_many { follow member } {  }
            self_references { category employee } {  }
            several_foreign_keys_to_one_target { document member } {  }
            several_schemas { auth_user order user } {  }
            sqlite_implicit_target { child pair parent } {  }
            sqlite_quote_in_name { it_s t_drop_table_x x } {  }
            sqlite_rowid_alias { by_constraint descending_is_no_alias int_is_no_alias no_rowid two_column with_autoincrement without_autoincrement } {  }
            sqlite_types { sample strict_sample untyped } {  }
            target_in_another_schema { order user } {  }
            unique_expression_index { member membership } {  }
            unique_include { badge member } {  }
            unique_partial_or_prefix { assignment member } {  }
            view_expressions { purchase } { customer_totals }
            view_expressions_sqlite { purchase } { customer_totals }
            views { customer purchase } { active_customers purchase_list }
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
