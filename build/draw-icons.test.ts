import { expect, test } from 'vitest';
import { iconShapes } from '../renderer/ui/icon-shapes.ts';
import { pickIcons } from './draw-icons.ts';

test('[LOOK-1] the icons shown are the ones that were drawn from the icon package', () => {
  expect(iconShapes).toEqual(pickIcons());
});
