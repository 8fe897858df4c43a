/* oxlint-disable typescript/no-redundant-type-constituents */
/** Made by `npm run types:server` from the migrations: schema public as PostgREST offers it. */

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      audit_log: {
        Row: {
          actor: string | null;
          at: string;
          chain: string | null;
          details: NonNullable<Json>;
          id: string;
          ordinal: number | null;
          organization_id: string;
          thing: string;
          thing_id: string | null;
          verb: string;
        };
        ComputedFields: never;
        Insert: {
          actor?: string | null;
          at?: string;
          chain?: string | null;
          details?: NonNullable<Json>;
          id?: string;
          ordinal?: number | null;
          organization_id: string;
          thing: string;
          thing_id?: string | null;
          verb: string;
        };
        Update: {
          actor?: string | null;
          at?: string;
          chain?: string | null;
          details?: NonNullable<Json>;
          id?: string;
          ordinal?: number | null;
          organization_id?: string;
          thing?: string;
          thing_id?: string | null;
          verb?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'audit_log_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      comments: {
        Row: {
          anchor: NonNullable<Json>;
          audience: Database['public']['Enums']['audience'];
          author: string;
          body: string;
          created_at: string;
          deleted_at: string | null;
          edited_at: string | null;
          id: string;
          parent_id: string | null;
          resolved_at: string | null;
          resolved_by: string | null;
          review_id: string | null;
          script_id: string;
          version_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          anchor?: NonNullable<Json>;
          audience: Database['public']['Enums']['audience'];
          author: string;
          body: string;
          created_at?: string;
          deleted_at?: string | null;
          edited_at?: string | null;
          id: string;
          parent_id?: string | null;
          resolved_at?: string | null;
          resolved_by?: string | null;
          review_id?: string | null;
          script_id: string;
          version_id?: string | null;
        };
        Update: {
          anchor?: NonNullable<Json>;
          audience?: Database['public']['Enums']['audience'];
          author?: string;
          body?: string;
          created_at?: string;
          deleted_at?: string | null;
          edited_at?: string | null;
          id?: string;
          parent_id?: string | null;
          resolved_at?: string | null;
          resolved_by?: string | null;
          review_id?: string | null;
          script_id?: string;
          version_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'comments_author_fkey';
            columns: ['author'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'comments_parent_id_fkey';
            columns: ['parent_id'];
            isOneToOne: false;
            referencedRelation: 'comments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'comments_resolved_by_fkey';
            columns: ['resolved_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'comments_review_id_fkey';
            columns: ['review_id'];
            isOneToOne: false;
            referencedRelation: 'reviews';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'comments_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'comments_version_id_script_id_fkey';
            columns: ['version_id', 'script_id'];
            isOneToOne: false;
            referencedRelation: 'script_versions';
            referencedColumns: ['id', 'script_id'];
          },
        ];
      };
      decisions: {
        Row: {
          chain: string;
          content_hash: string;
          decided_at: string;
          decision: Database['public']['Enums']['decision_kind'];
          device_key_id: string;
          id: string;
          note: string;
          ordinal: number;
          person_id: string;
          received_at: string;
          review_id: string;
          role: string;
          scene_id: string | null;
          signature: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          chain: string;
          content_hash: string;
          decided_at: string;
          decision: Database['public']['Enums']['decision_kind'];
          device_key_id: string;
          id: string;
          note?: string;
          ordinal: number;
          person_id: string;
          received_at?: string;
          review_id: string;
          role: string;
          scene_id?: string | null;
          signature: string;
          version_id: string;
        };
        Update: {
          chain?: string;
          content_hash?: string;
          decided_at?: string;
          decision?: Database['public']['Enums']['decision_kind'];
          device_key_id?: string;
          id?: string;
          note?: string;
          ordinal?: number;
          person_id?: string;
          received_at?: string;
          review_id?: string;
          role?: string;
          scene_id?: string | null;
          signature?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'decisions_device_key_id_fkey';
            columns: ['device_key_id'];
            isOneToOne: false;
            referencedRelation: 'device_keys';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'decisions_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'decisions_review_id_fkey';
            columns: ['review_id'];
            isOneToOne: false;
            referencedRelation: 'reviews';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'decisions_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'script_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      device_keys: {
        Row: {
          certificate: string | null;
          certified_at: string | null;
          created_at: string;
          id: string;
          name: string;
          organization_id: string;
          person_id: string;
          public_key: string;
          revoked_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          certificate?: string | null;
          certified_at?: string | null;
          created_at?: string;
          id: string;
          name: string;
          organization_id: string;
          person_id: string;
          public_key: string;
          revoked_at?: string | null;
        };
        Update: {
          certificate?: string | null;
          certified_at?: string | null;
          created_at?: string;
          id?: string;
          name?: string;
          organization_id?: string;
          person_id?: string;
          public_key?: string;
          revoked_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'device_keys_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'device_keys_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      invitations: {
        Row: {
          accepted_at: string | null;
          accepted_by: string | null;
          code_hash: string;
          created_at: string;
          email: string;
          expires_at: string;
          id: string;
          invited_by: string;
          mailed_at: string | null;
          mailed_code_hash: string | null;
          organization_id: string;
          organization_role: Database['public']['Enums']['organization_role'] | null;
          project_id: string | null;
          project_role: Database['public']['Enums']['project_role'] | null;
          review_id: string | null;
          revoked_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          accepted_at?: string | null;
          accepted_by?: string | null;
          code_hash: string;
          created_at?: string;
          email: string;
          expires_at: string;
          id: string;
          invited_by: string;
          mailed_at?: string | null;
          mailed_code_hash?: string | null;
          organization_id: string;
          organization_role?: Database['public']['Enums']['organization_role'] | null;
          project_id?: string | null;
          project_role?: Database['public']['Enums']['project_role'] | null;
          review_id?: string | null;
          revoked_at?: string | null;
        };
        Update: {
          accepted_at?: string | null;
          accepted_by?: string | null;
          code_hash?: string;
          created_at?: string;
          email?: string;
          expires_at?: string;
          id?: string;
          invited_by?: string;
          mailed_at?: string | null;
          mailed_code_hash?: string | null;
          organization_id?: string;
          organization_role?: Database['public']['Enums']['organization_role'] | null;
          project_id?: string | null;
          project_role?: Database['public']['Enums']['project_role'] | null;
          review_id?: string | null;
          revoked_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'invitations_accepted_by_fkey';
            columns: ['accepted_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_invited_by_fkey';
            columns: ['invited_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'invitations_project_id_organization_id_fkey';
            columns: ['project_id', 'organization_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id', 'organization_id'];
          },
          {
            foreignKeyName: 'invitations_review_id_fkey';
            columns: ['review_id'];
            isOneToOne: false;
            referencedRelation: 'reviews';
            referencedColumns: ['id'];
          },
        ];
      };
      notifications: {
        Row: {
          comment_id: string | null;
          created_at: string;
          id: string;
          kind: string;
          person_id: string;
          read_at: string | null;
          review_id: string | null;
          script_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          comment_id?: string | null;
          created_at?: string;
          id?: string;
          kind: string;
          person_id: string;
          read_at?: string | null;
          review_id?: string | null;
          script_id?: string | null;
        };
        Update: {
          comment_id?: string | null;
          created_at?: string;
          id?: string;
          kind?: string;
          person_id?: string;
          read_at?: string | null;
          review_id?: string | null;
          script_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'notifications_comment_id_fkey';
            columns: ['comment_id'];
            isOneToOne: false;
            referencedRelation: 'comments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'notifications_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'notifications_review_id_fkey';
            columns: ['review_id'];
            isOneToOne: false;
            referencedRelation: 'reviews';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'notifications_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_keys: {
        Row: {
          created_at: string;
          organization_id: string;
          public_key: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          organization_id: string;
          public_key: string;
        };
        Update: {
          created_at?: string;
          organization_id?: string;
          public_key?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'organization_keys_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: true;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_members: {
        Row: {
          created_at: string;
          invited_by: string | null;
          organization_id: string;
          person_id: string;
          revoked_at: string | null;
          revoked_by: string | null;
          role: Database['public']['Enums']['organization_role'];
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          invited_by?: string | null;
          organization_id: string;
          person_id: string;
          revoked_at?: string | null;
          revoked_by?: string | null;
          role: Database['public']['Enums']['organization_role'];
        };
        Update: {
          created_at?: string;
          invited_by?: string | null;
          organization_id?: string;
          person_id?: string;
          revoked_at?: string | null;
          revoked_by?: string | null;
          role?: Database['public']['Enums']['organization_role'];
        };
        Relationships: [
          {
            foreignKeyName: 'organization_members_invited_by_fkey';
            columns: ['invited_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'organization_members_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'organization_members_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'organization_members_revoked_by_fkey';
            columns: ['revoked_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      organizations: {
        Row: {
          created_at: string;
          created_by: string;
          id: string;
          name: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by: string;
          id: string;
          name: string;
          updated_at?: string;
          version?: number;
        };
        Update: {
          created_at?: string;
          created_by?: string;
          id?: string;
          name?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'organizations_created_by_fkey';
            columns: ['created_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      profile_emails: {
        Row: {
          email: string;
          person_id: string;
        };
        ComputedFields: never;
        Insert: {
          email: string;
          person_id: string;
        };
        Update: {
          email?: string;
          person_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'profile_emails_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: true;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      profiles: {
        Row: {
          created_at: string;
          id: string;
          name: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id: string;
          name: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          name?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      project_members: {
        Row: {
          created_at: string;
          invited_by: string | null;
          person_id: string;
          project_id: string;
          revoked_at: string | null;
          revoked_by: string | null;
          role: Database['public']['Enums']['project_role'];
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          invited_by?: string | null;
          person_id: string;
          project_id: string;
          revoked_at?: string | null;
          revoked_by?: string | null;
          role: Database['public']['Enums']['project_role'];
        };
        Update: {
          created_at?: string;
          invited_by?: string | null;
          person_id?: string;
          project_id?: string;
          revoked_at?: string | null;
          revoked_by?: string | null;
          role?: Database['public']['Enums']['project_role'];
        };
        Relationships: [
          {
            foreignKeyName: 'project_members_invited_by_fkey';
            columns: ['invited_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'project_members_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'project_members_project_id_fkey';
            columns: ['project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'project_members_revoked_by_fkey';
            columns: ['revoked_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      projects: {
        Row: {
          archived_at: string | null;
          created_at: string;
          created_by: string;
          id: string;
          name: string;
          organization_id: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          archived_at?: string | null;
          created_at?: string;
          created_by: string;
          id: string;
          name: string;
          organization_id: string;
          updated_at?: string;
          version?: number;
        };
        Update: {
          archived_at?: string | null;
          created_at?: string;
          created_by?: string;
          id?: string;
          name?: string;
          organization_id?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'projects_created_by_fkey';
            columns: ['created_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'projects_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      reactions: {
        Row: {
          comment_id: string;
          created_at: string;
          emoji: string;
          person_id: string;
        };
        ComputedFields: never;
        Insert: {
          comment_id: string;
          created_at?: string;
          emoji: string;
          person_id: string;
        };
        Update: {
          comment_id?: string;
          created_at?: string;
          emoji?: string;
          person_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'reactions_comment_id_fkey';
            columns: ['comment_id'];
            isOneToOne: false;
            referencedRelation: 'comments';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reactions_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
        ];
      };
      review_people: {
        Row: {
          added_by: string;
          created_at: string;
          person_id: string;
          review_id: string;
          revoked_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          added_by: string;
          created_at?: string;
          person_id: string;
          review_id: string;
          revoked_at?: string | null;
        };
        Update: {
          added_by?: string;
          created_at?: string;
          person_id?: string;
          review_id?: string;
          revoked_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'review_people_added_by_fkey';
            columns: ['added_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'review_people_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'review_people_review_id_fkey';
            columns: ['review_id'];
            isOneToOne: false;
            referencedRelation: 'reviews';
            referencedColumns: ['id'];
          },
        ];
      };
      reviews: {
        Row: {
          asks: Database['public']['Enums']['review_asks'];
          created_at: string;
          created_by: string;
          due_at: string | null;
          epoch: string;
          id: string;
          message: string;
          replaced_by: string | null;
          script_id: string;
          state: Database['public']['Enums']['review_state'];
          title: string;
          updated_at: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          asks: Database['public']['Enums']['review_asks'];
          created_at?: string;
          created_by: string;
          due_at?: string | null;
          epoch?: string;
          id: string;
          message?: string;
          replaced_by?: string | null;
          script_id: string;
          state?: Database['public']['Enums']['review_state'];
          title: string;
          updated_at?: string;
          version_id: string;
        };
        Update: {
          asks?: Database['public']['Enums']['review_asks'];
          created_at?: string;
          created_by?: string;
          due_at?: string | null;
          epoch?: string;
          id?: string;
          message?: string;
          replaced_by?: string | null;
          script_id?: string;
          state?: Database['public']['Enums']['review_state'];
          title?: string;
          updated_at?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'reviews_created_by_fkey';
            columns: ['created_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reviews_replaced_by_fkey';
            columns: ['replaced_by'];
            isOneToOne: false;
            referencedRelation: 'reviews';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reviews_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'reviews_version_id_script_id_fkey';
            columns: ['version_id', 'script_id'];
            isOneToOne: false;
            referencedRelation: 'script_versions';
            referencedColumns: ['id', 'script_id'];
          },
        ];
      };
      script_rows: {
        Row: {
          content: NonNullable<Json>;
          ordinal: number;
          position: number;
          row_id: string;
          scene_id: string | null;
          script_id: string;
          script_status: Database['public']['Enums']['script_status'];
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          content: NonNullable<Json>;
          ordinal: number;
          position: number;
          row_id: string;
          scene_id?: string | null;
          script_id: string;
          script_status: Database['public']['Enums']['script_status'];
          updated_at?: string;
        };
        Update: {
          content?: NonNullable<Json>;
          ordinal?: number;
          position?: number;
          row_id?: string;
          scene_id?: string | null;
          script_id?: string;
          script_status?: Database['public']['Enums']['script_status'];
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_rows_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
        ];
      };
      script_seen: {
        Row: {
          device_id: string;
          person_id: string;
          position: number;
          script_id: string;
          seen_at: string;
        };
        ComputedFields: never;
        Insert: {
          device_id: string;
          person_id: string;
          position: number;
          script_id: string;
          seen_at?: string;
        };
        Update: {
          device_id?: string;
          person_id?: string;
          position?: number;
          script_id?: string;
          seen_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_seen_person_id_fkey';
            columns: ['person_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'script_seen_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
        ];
      };
      script_snapshots: {
        Row: {
          bytes: string;
          chain: string;
          created_at: string;
          position: number;
          script_id: string;
          sha256: string;
        };
        ComputedFields: never;
        Insert: {
          bytes: string;
          chain: string;
          created_at?: string;
          position: number;
          script_id: string;
          sha256: string;
        };
        Update: {
          bytes?: string;
          chain?: string;
          created_at?: string;
          position?: number;
          script_id?: string;
          sha256?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_snapshots_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
        ];
      };
      script_updates: {
        Row: {
          bytes: string;
          chain: string;
          claimed_author: string | null;
          created_at: string;
          format: number;
          id: string;
          position: number;
          pushed_by: string;
          script_id: string;
        };
        ComputedFields: never;
        Insert: {
          bytes: string;
          chain: string;
          claimed_author?: string | null;
          created_at?: string;
          format: number;
          id: string;
          position: number;
          pushed_by: string;
          script_id: string;
        };
        Update: {
          bytes?: string;
          chain?: string;
          claimed_author?: string | null;
          created_at?: string;
          format?: number;
          id?: string;
          position?: number;
          pushed_by?: string;
          script_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_updates_pushed_by_fkey';
            columns: ['pushed_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'script_updates_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
        ];
      };
      script_updates_set_aside: {
        Row: {
          created_at: string;
          position: number;
          reason: string;
          script_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          position: number;
          reason: string;
          script_id: string;
        };
        Update: {
          created_at?: string;
          position?: number;
          reason?: string;
          script_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_updates_set_aside_script_id_position_fkey';
            columns: ['script_id', 'position'];
            isOneToOne: true;
            referencedRelation: 'script_updates';
            referencedColumns: ['script_id', 'position'];
          },
        ];
      };
      script_version_content: {
        Row: {
          content: string;
          content_hash: string;
          ordinal: number;
          scene_id: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          content: string;
          content_hash: string;
          ordinal: number;
          scene_id: string;
          version_id: string;
        };
        Update: {
          content?: string;
          content_hash?: string;
          ordinal?: number;
          scene_id?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_version_content_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'script_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      script_version_states: {
        Row: {
          bytes: string;
          sha256: string;
          version_id: string;
        };
        ComputedFields: never;
        Insert: {
          bytes: string;
          sha256: string;
          version_id: string;
        };
        Update: {
          bytes?: string;
          sha256?: string;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_version_states_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: true;
            referencedRelation: 'script_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      script_versions: {
        Row: {
          chain: string;
          content_hash: string;
          created_at: string;
          created_by: string;
          id: string;
          kind: Database['public']['Enums']['version_kind'];
          name: string;
          number: number;
          position: number;
          script_id: string;
        };
        ComputedFields: never;
        Insert: {
          chain: string;
          content_hash: string;
          created_at?: string;
          created_by: string;
          id: string;
          kind: Database['public']['Enums']['version_kind'];
          name: string;
          number: number;
          position: number;
          script_id: string;
        };
        Update: {
          chain?: string;
          content_hash?: string;
          created_at?: string;
          created_by?: string;
          id?: string;
          kind?: Database['public']['Enums']['version_kind'];
          name?: string;
          number?: number;
          position?: number;
          script_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'script_versions_created_by_fkey';
            columns: ['created_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'script_versions_script_id_fkey';
            columns: ['script_id'];
            isOneToOne: false;
            referencedRelation: 'scripts';
            referencedColumns: ['id'];
          },
        ];
      };
      scripts: {
        Row: {
          chain: string;
          created_at: string;
          created_by: string;
          due_at: string | null;
          epoch: string;
          head: number;
          id: string;
          organization_id: string;
          project_id: string;
          status: Database['public']['Enums']['script_status'];
          title: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          chain?: string;
          created_at?: string;
          created_by: string;
          due_at?: string | null;
          epoch?: string;
          head?: number;
          id: string;
          organization_id: string;
          project_id: string;
          status?: Database['public']['Enums']['script_status'];
          title: string;
          updated_at?: string;
          version?: number;
        };
        Update: {
          chain?: string;
          created_at?: string;
          created_by?: string;
          due_at?: string | null;
          epoch?: string;
          head?: number;
          id?: string;
          organization_id?: string;
          project_id?: string;
          status?: Database['public']['Enums']['script_status'];
          title?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'scripts_created_by_fkey';
            columns: ['created_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'scripts_project_id_organization_id_fkey';
            columns: ['project_id', 'organization_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id', 'organization_id'];
          },
        ];
      };
      security_events: {
        Row: {
          actor: string | null;
          at: string;
          details: NonNullable<Json>;
          id: string;
          kind: string;
          organization_id: string | null;
          thing: string | null;
          thing_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          actor?: string | null;
          at?: string;
          details?: NonNullable<Json>;
          id?: string;
          kind: string;
          organization_id?: string | null;
          thing?: string | null;
          thing_id?: string | null;
        };
        Update: {
          actor?: string | null;
          at?: string;
          details?: NonNullable<Json>;
          id?: string;
          kind?: string;
          organization_id?: string | null;
          thing?: string | null;
          thing_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'security_events_organization_id_fkey';
            columns: ['organization_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      accept_invitation: { Args: { code: string; person_name?: string }; Returns: Json };
      archive_project: { Args: { archived: boolean; expected_version: number; project_id: string }; Returns: Json };
      change_role: {
        Args: { organization_id?: string; person_id: string; project_id?: string; role: string };
        Returns: Json;
      };
      close_review: { Args: { review_id: string }; Returns: Json };
      comment: {
        Args: {
          anchor?: Json;
          audience: string;
          body: string;
          comment_id: string;
          parent_id?: string;
          review_id?: string;
          script_id: string;
          version_id?: string;
        };
        Returns: Json;
      };
      create_organization: { Args: { name: string; organization_id: string; person_name: string }; Returns: Json };
      create_project: { Args: { name: string; organization_id: string; project_id: string }; Returns: Json };
      create_script: { Args: { project_id: string; script_id: string; title: string }; Returns: Json };
      custom_access_token: { Args: { event: Json }; Returns: Json };
      decide: {
        Args: {
          content_hash: string;
          decided_at: string;
          decision: string;
          decision_id: string;
          device_key_id: string;
          note?: string;
          review_id: string;
          scene_id?: string;
          signature: string;
        };
        Returns: Json;
      };
      delete_comment: { Args: { comment_id: string }; Returns: Json };
      edit_comment: { Args: { body: string; comment_id: string }; Returns: Json };
      health: { Args: Record<PropertyKey, never>; Returns: Json };
      invite: {
        Args: {
          email: string;
          expires_in_days: number;
          invitation_id: string;
          organization_id: string;
          project_id?: string;
          review_id?: string;
          role: string;
        };
        Returns: Json;
      };
      missing_updates: { Args: { ids: string[]; script_id: string }; Returns: Json };
      move_script: { Args: { expected_version: number; project_id: string; script_id: string }; Returns: Json };
      my_access: { Args: Record<PropertyKey, never>; Returns: Json };
      publish_version: {
        Args: {
          chain: string;
          kind: string;
          name: string;
          position: number;
          scenes: Json;
          script_id: string;
          state: string;
          version_id: string;
        };
        Returns: Json;
      };
      pull_updates: { Args: { chain: string; max_bytes?: number; position: number; script_id: string }; Returns: Json };
      push_updates: { Args: { script_id: string; updates: Json }; Returns: Json };
      react: { Args: { comment_id: string; emoji: string; present: boolean }; Returns: Json };
      read_notifications: { Args: { ids: string[] }; Returns: Json };
      register_device_key: {
        Args: { device_key_id: string; name: string; organization_id: string; public_key: string };
        Returns: Json;
      };
      rename_person: { Args: { name: string }; Returns: Json };
      rename_project: { Args: { expected_version: number; name: string; project_id: string }; Returns: Json };
      rename_script: { Args: { expected_version: number; script_id: string; title: string }; Returns: Json };
      resolve_comment: { Args: { comment_id: string; resolved: boolean }; Returns: Json };
      revoke_invitation: { Args: { invitation_id: string }; Returns: Json };
      revoke_member: { Args: { organization_id?: string; person_id: string; project_id?: string }; Returns: Json };
      revoke_review_person: { Args: { person_id: string; review_id: string }; Returns: Json };
      seen: { Args: { chain?: string; device_id: string; position: number; script_id: string }; Returns: Json };
      send_to_review: {
        Args: {
          asks: string;
          due_at?: string;
          message?: string;
          people?: string[];
          review_id: string;
          title: string;
          version_id: string;
        };
        Returns: Json;
      };
      server_clock: { Args: Record<PropertyKey, never>; Returns: Json };
      set_due: { Args: { due_at: string; expected_version: number; script_id: string }; Returns: Json };
      set_status: {
        Args: { expected_version: number; script_id: string; status: Database['public']['Enums']['script_status'] };
        Returns: Json;
      };
    };
    Enums: {
      audience: 'client' | 'internal';
      decision_kind: 'approved' | 'changes_requested';
      organization_role: 'admin' | 'internal';
      project_role: 'freelancer' | 'client' | 'viewer';
      review_asks: 'comments' | 'decision_per_scene' | 'decision_for_all';
      review_state: 'open' | 'replaced' | 'closed';
      script_status: 'draft' | 'in_review' | 'changes_requested' | 'approved' | 'archived';
      version_kind: 'named' | 'sent' | 'decided';
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {
      audience: ['client', 'internal'],
      decision_kind: ['approved', 'changes_requested'],
      organization_role: ['admin', 'internal'],
      project_role: ['freelancer', 'client', 'viewer'],
      review_asks: ['comments', 'decision_per_scene', 'decision_for_all'],
      review_state: ['open', 'replaced', 'closed'],
      script_status: ['draft', 'in_review', 'changes_requested', 'approved', 'archived'],
      version_kind: ['named', 'sent', 'decided'],
    },
  },
} as const;
