import { useEffect, useState } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import type { ProjectScript, ProjectsView } from '../../app/ipc/projects.ts';
import { useApp } from '../app-services.ts';

export const NO_PROJECTS: ProjectsView = {
  person: null,
  organizations: [],
  projects: [],
  scripts: [],
  storage: { usedBytes: 0, budgetBytes: 0 },
};

/** Projects and the scripts in them, read anew whenever they may be others; null until they are known. */
export function useProjects(): ProjectsView | null {
  const { client, report } = useApp();
  const [view, setView] = useState<ProjectsView | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const again = (): void => setTurn((before) => before + 1);
    const stops = [client.on('projects.changed', again), client.on('library.changed', again)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
  useEffect(() => {
    let isWanted = true;
    client.call('projects.view', {}).then((told) => {
      if (isWanted) setView(told);
    }, report);
    return () => {
      isWanted = false;
    };
  }, [client, report, turn]);
  return view;
}

/** What is known of one script besides its words; null for one that belongs to no project. */
export const projectScript = ({ scripts }: ProjectsView, scriptId: ScriptId): ProjectScript | null =>
  scripts.find((script) => script.scriptId === scriptId) ?? null;
