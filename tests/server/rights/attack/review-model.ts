import type { Circumstances } from '../../../../app/access/roles.ts';
import { REFUSED, touch, type Question, type Touch, type Verdict } from './verdict.ts';

function onReview(asked: Question, verb: 'close', touches: readonly Touch[]): Verdict {
  const review = asked.state.review(asked.text('review_id'));
  return review === undefined ? REFUSED : asked.takes(verb, 'review', asked.state.script(review.script), touches);
}

function onComment(asked: Question, verb: 'edit' | 'delete' | 'resolve' | 'react', touches: readonly Touch[]): Verdict {
  const comment = asked.state.comment(asked.text('comment_id'));
  if (comment === undefined) return REFUSED;
  const isOwn = asked.me !== '' && comment.author === asked.me;
  if (comment.isDeleted) {
    return verb === 'delete' ? asked.takes('delete again', 'deleted comment', {}, [], { isOwn }) : REFUSED;
  }
  const script = asked.state.script(comment.script);
  if (comment.audience === 'internal') return asked.takes(verb, 'internal comment', script, touches, { isOwn });
  const sent = asked.state.sent(asked.me, comment.review === null ? [] : [comment.review]);
  return asked.takes(verb, 'client comment', script, touches, { isOwn, ...sent });
}

function writing(asked: Question): Verdict {
  const script_id = asked.text('script_id');
  const id = asked.text('comment_id');
  const review = asked.has('review_id') ? asked.state.review(asked.text('review_id')) : undefined;
  if (asked.has('review_id') && review?.script !== script_id) return REFUSED;
  const fresh = [
    touch('comments', { id, script_id, author: asked.me, audience: asked.text('audience') }),
    touch('notifications', { comment_id: id }),
  ];
  const touches = asked.state.comment(id) === undefined ? fresh : [];
  const sent: Circumstances = asked.state.sent(asked.me, review === undefined ? [] : [review.id]);
  const thing = asked.text('audience') === 'internal' ? 'internal comment' : 'client comment';
  return asked.takes('write', thing, asked.state.script(script_id), touches, sent);
}

/** Functions on versions, reviews, comments and decisions. */
export const reviewModel: Readonly<Record<string, (asked: Question) => Verdict>> = {
  publish_version: (asked) => {
    const id = asked.text('version_id');
    const isTaken = asked.state.scriptOfVersion(id) !== undefined;
    const touches = isTaken
      ? []
      : [
          touch('script_versions', { id, script_id: asked.text('script_id'), created_by: asked.me }),
          touch('script_version_content', { version_id: id }),
          touch('script_version_states', { version_id: id }),
        ];
    const verb = asked.text('kind') === 'named' ? 'name' : 'publish';
    return asked.takes(verb, 'version', asked.state.script(asked.text('script_id')), touches);
  },
  send_to_review: (asked) => {
    const script_id = asked.state.scriptOfVersion(asked.text('version_id')) ?? '';
    const id = asked.text('review_id');
    const isTaken = asked.state.review(id) !== undefined;
    const touches = isTaken
      ? []
      : [
          touch('reviews', { script_id }),
          touch('review_people', { review_id: id, added_by: asked.me }),
          touch('notifications', { review_id: id }),
          touch('scripts', { id: script_id }),
          touch('script_rows', { script_id }),
        ];
    return asked.takes('send', 'review', asked.state.script(script_id), touches);
  },
  close_review: (asked) => onReview(asked, 'close', [touch('reviews', { id: asked.text('review_id') })]),
  revoke_review_person: (asked) =>
    onReview(asked, 'close', [
      touch('reviews', { id: asked.text('review_id') }),
      touch('review_people', { review_id: asked.text('review_id'), person_id: asked.text('person_id') }),
    ]),
  comment: writing,
  edit_comment: (asked) => onComment(asked, 'edit', [touch('comments', { id: asked.text('comment_id') })]),
  delete_comment: (asked) => onComment(asked, 'delete', [touch('comments', { id: asked.text('comment_id') })]),
  resolve_comment: (asked) => onComment(asked, 'resolve', [touch('comments', { id: asked.text('comment_id') })]),
  react: (asked) =>
    onComment(asked, 'react', [touch('reactions', { comment_id: asked.text('comment_id'), person_id: asked.me })]),
  decide: (asked) => {
    const review = asked.state.review(asked.text('review_id'));
    if (review === undefined) return REFUSED;
    const id = asked.text('decision_id');
    const isTaken = asked.state.picture.decisions.some(([known]) => known === id);
    const touches = isTaken
      ? []
      : [
          touch('decisions', { id, review_id: review.id, person_id: asked.me }),
          touch('notifications', { review_id: review.id }),
        ];
    const sent = asked.state.sent(asked.me, [review.id]);
    return asked.takes('make', 'decision', asked.state.script(review.script), touches, sent);
  },
};
