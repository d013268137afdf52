# Defaults for the computed attributes of a mocked provider. Without defaults, Terraform generates values, and the provider rejects
# most of them. All objects of a type have the same values. For different values, add override_resource and override_data blocks to a
# test. Lists of objects are empty.
#
# In Terraform, set the directory of this file as "source" in a mock_provider block. OpenTofu has no such argument. Copy the blocks of
# the types that your module uses into the mock_provider block, which also works in Terraform.

mock_resource "xrcloud_project" {
  defaults = {
    id             = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
    favicon_url    = "https://files.example.com/favicon.png"
    logo_url       = "https://files.example.com/logo.png"
    created_at     = "2026-05-04T09:00:00.000Z"
    updated_at     = "2026-05-04T10:00:00.000Z"
    favicon_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    logo_sha256    = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    force_destroy  = false
  }
}

mock_resource "xrcloud_scene" {
  defaults = {
    id                = "c322b49b-6e12-47d9-b293-b5ab3727459c"
    name              = "Lobby"
    creator           = "admin"
    thumbnail_url     = "https://files.example.com/lobby.jpg"
    created_at        = "2026-05-04T09:00:00.000Z"
    updated_at        = "2026-05-04T10:00:00.000Z"
    delete_on_destroy = false
    force_destroy     = false
  }
}

mock_resource "xrcloud_room" {
  defaults = {
    id               = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
    public_host_url  = "https://room.example.com/AbCdEf1/main-hall?public=b0b51ff6-57e2-4ee1-8fa3-0c9b1c5d8e0a"
    public_guest_url = "https://room.example.com/AbCdEf1/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1"
    thumbnail_url    = "https://files.example.com/lobby.jpg"
    created_at       = "2026-05-04T09:00:00.000Z"
    updated_at       = "2026-05-04T10:00:00.000Z"
    size             = 10
    tags             = []
  }
}

mock_resource "xrcloud_vcs_room" {
  defaults = {
    id                      = "RO-7403cb88-8e88-452a-8bb7-0923923348f7"
    conference_type         = "MESH"
    creation_time           = "2026-05-04T09:00:00.000Z"
    expires_at              = "2026-05-05T09:00:00.000Z"
    modification_time       = "2026-05-04T10:00:00.000Z"
    max_participants        = 8
    room_ttl_seconds        = 86400
    room_token_ttl_seconds  = 86400
    endpoint_ttl_seconds    = 3600
    current_conference_type = "MESH"
  }
}

mock_resource "xrcloud_venueless_room" {
  defaults = {
    id               = "5c1b2a9e-6d0f-4c8e-9b57-1f2e3d4c5b6a"
    world_id         = "event"
    sorting_priority = 0
    pretalx_id       = 0
    deleted          = false
    schedule_data    = "{}"
    description      = ""
    deletion_mode    = "hard"
    trait_grants     = {}
  }
}

mock_resource "xrcloud_whiteboard_room" {
  defaults = {
    id         = "us-sv/0123456789abcdef0123456789abcdef"
    region     = "us-sv"
    uuid       = "0123456789abcdef0123456789abcdef"
    team_uuid  = "team"
    app_uuid   = "app"
    created_at = "2026-05-04T09:00:00.000Z"
    limit      = 0
    is_record  = false
    disabled   = false
    on_destroy = "disable"
  }
}

mock_data "xrcloud_project" {
  defaults = {
    id          = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
    favicon_url = "https://files.example.com/favicon.png"
    logo_url    = "https://files.example.com/logo.png"
    created_at  = "2026-05-04T09:00:00.000Z"
    updated_at  = "2026-05-04T10:00:00.000Z"
    name        = "Fair 2026"
    webhook_url = "https://example.com/hook"
  }
}

mock_data "xrcloud_scene" {
  defaults = {
    id            = "c322b49b-6e12-47d9-b293-b5ab3727459c"
    name          = "Lobby"
    creator       = "admin"
    thumbnail_url = "https://files.example.com/lobby.jpg"
    created_at    = "2026-05-04T09:00:00.000Z"
    updated_at    = "2026-05-04T10:00:00.000Z"
  }
}

mock_data "xrcloud_scene_editor" {
  defaults = {
    url = "https://room.example.com/spoke/projects/new"
  }
}

mock_data "xrcloud_room" {
  defaults = {
    id               = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
    public_host_url  = "https://room.example.com/AbCdEf1/main-hall?public=b0b51ff6-57e2-4ee1-8fa3-0c9b1c5d8e0a"
    public_guest_url = "https://room.example.com/AbCdEf1/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1"
    thumbnail_url    = "https://files.example.com/lobby.jpg"
    created_at       = "2026-05-04T09:00:00.000Z"
    updated_at       = "2026-05-04T10:00:00.000Z"
    project_id       = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
    scene_id         = "c322b49b-6e12-47d9-b293-b5ab3727459c"
    name             = "Main Hall"
    return_url       = "https://example.com/bye"
    size             = 10
    tags             = []
  }
}

mock_data "xrcloud_room_access" {
  defaults = {
    public_host_url   = "https://room.example.com/AbCdEf1/main-hall?public=b0b51ff6-57e2-4ee1-8fa3-0c9b1c5d8e0a"
    public_guest_url  = "https://room.example.com/AbCdEf1/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1"
    private_host_url  = "https://room.example.com/AbCdEf1/main-hall?private=b0b51ff6-57e2-4ee1-8fa3-0c9b1c5d8e0a"
    private_guest_url = "https://room.example.com/AbCdEf1/main-hall?private=a0166051-1eee-44bb-922a-c988d517a0e1"
  }
}

mock_data "xrcloud_user" {
  defaults = {
    id           = "7d4f8a10-93f5-4f0c-8a7c-2f6f0f5f6d11"
    reticulum_id = "9007199254740993123"
  }
}

mock_data "xrcloud_vcs_room" {
  defaults = {
    id                             = "RO-7403cb88-8e88-452a-8bb7-0923923348f7"
    conference_type                = "MESH"
    creation_time                  = "2026-05-04T09:00:00.000Z"
    expires_at                     = "2026-05-05T09:00:00.000Z"
    modification_time              = "2026-05-04T10:00:00.000Z"
    max_participants               = 8
    room_ttl_seconds               = 86400
    room_token_ttl_seconds         = 86400
    endpoint_ttl_seconds           = 3600
    name                           = "Speakers"
    description                    = "Speakers"
    auto_upgrade_participant_count = 4
    token                          = "token"
  }
}

mock_data "xrcloud_venueless_room" {
  defaults = {
    id               = "5c1b2a9e-6d0f-4c8e-9b57-1f2e3d4c5b6a"
    world_id         = "event"
    sorting_priority = 0
    pretalx_id       = 0
    deleted          = false
    schedule_data    = "{}"
    name             = "Main Hall"
    description      = "Main Hall"
    trait_grants     = {}
  }
}

mock_data "xrcloud_venueless_rooms" {
  defaults = {
    world_id = "event"
  }
}

mock_data "xrcloud_venueless_world" {
  defaults = {
    id     = "event"
    title  = "Event"
    domain = "event.example.com"
  }
}

mock_data "xrcloud_whiteboard_room" {
  defaults = {
    id         = "us-sv/0123456789abcdef0123456789abcdef"
    region     = "us-sv"
    uuid       = "0123456789abcdef0123456789abcdef"
    team_uuid  = "team"
    app_uuid   = "app"
    created_at = "2026-05-04T09:00:00.000Z"
    limit      = 0
    is_record  = false
    disabled   = false
  }
}

mock_data "xrcloud_whiteboard_rooms" {
  defaults = {
    region = "us-sv"
  }
}
