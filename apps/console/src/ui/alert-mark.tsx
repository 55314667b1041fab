import type { alertIcons } from '@foyer/protocol/alert';
import {
  IconAd2,
  IconBell,
  IconBolt,
  IconBuilding,
  IconEye,
  IconFlag,
  IconHeart,
  IconPointFilled,
  IconSearch,
  IconStar,
  IconUser,
  IconWorld,
} from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import classes from './alert-mark.module.css';

export type AlertIcon = (typeof alertIcons)[number];

const icons = {
  flag: IconFlag,
  star: IconStar,
  bolt: IconBolt,
  search: IconSearch,
  ad: IconAd2,
  heart: IconHeart,
  bell: IconBell,
  eye: IconEye,
  user: IconUser,
  building: IconBuilding,
  globe: IconWorld,
  none: IconPointFilled,
} satisfies Record<AlertIcon, typeof IconFlag>;

interface AlertMarkProps {
  icon: AlertIcon;
  /** `#rrggbb`, or null for the neutral one. */
  color: string | null;
  size?: number;
}

/** An alert's icon in its colour; always beside the alert's name, so it is silent. */
export function AlertMark({ icon, color, size = 14 }: AlertMarkProps) {
  const Icon = icons[icon];
  return (
    <span className={classes.mark} style={color === null ? {} : ({ '--mark': color } as CSSProperties)}>
      <Icon size={size} stroke={2} aria-hidden />
    </span>
  );
}

/** An alert as lists show it: mark and name. */
export function AlertBadge({ name, icon, color }: { name: string } & AlertMarkProps) {
  return (
    <span className={classes.badge}>
      <AlertMark icon={icon} color={color} />
      <span className={classes.name}>{name}</span>
    </span>
  );
}
