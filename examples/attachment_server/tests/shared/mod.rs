//! What the tests against the embedded store and those against Ceph have in common.

pub mod body;
pub mod curl;
pub mod descriptors;
pub mod redirect;
pub mod secrets;
pub mod upload;
pub mod world;

/// One test of each row, in a world of its own.
macro_rules! rows {
    ($world:expr) => {
        rows! { $world =>
            redirect {
                answers_302_and_the_store_answers_the_object
                head_is_answered_with_a_link_for_head
                without_a_name_saves_download
                without_a_key_is_400
                outside_the_scope_is_400
                of_an_unknown_key_is_302_and_the_store_answers_404
                hostile_names_stay_in_the_name
                takes_only_get
            }
            body {
                is_the_object_in_base64
                who_may_download_from_which_room
                ids_in_all_spellings
                ids_that_are_not_base64_are_400
                needs_both_parameters_once
                without_a_session_is_401
                not_in_the_message_is_as_not_there
                authenticates_then_authorises_then_looks_up
            }
            descriptors {
                are_as_the_fixtures
                link_to_what_they_describe
                raw_messages_are_saved
                context
                without_a_token_are_401
                not_yours_is_as_not_there
            }
            curl { saves_under_the_name }
            upload {
                goes_to_the_store_and_appears
                altered_forms_are_refused
                nothing_else_gets_on_the_list
                by_a_ticket_goes_to_the_store_and_appears
                tickets_have_bounds
            }
            secrets { are_in_no_answer_and_no_log }
        }
    };
    ($world:expr => $($module:ident { $($row:ident)* })*) => {
        $(
            mod $module {
                $(
                    #[tokio::test]
                    async fn $row() {
                        crate::shared::$module::$row(&$world.await).await;
                    }
                )*
            }
        )*
    };
}
