import { useQuery } from '@tanstack/react-query';
import { Redirect, Route, Switch } from 'wouter';
import { MeContext, meQuery } from '../../api/me.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { MustSetUp } from '../account/must-set-up.tsx';
import { hasOneTimeToken } from '../sign-in/one-time-token.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { WelcomePage } from '../sign-in/welcome-page.tsx';
import { Shell } from './shell.tsx';

/** Signed in: the shell. Else: the sign-in page, at every address, so that signing in leads to where one wanted to go. */
export function Gate() {
  const { data: me, isPending, error, refetch } = useQuery(meQuery);
  if (isPending) return <Loading />;
  if (error !== null && me === undefined) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Switch>
      <Route path="/welcome">
        <WelcomePage />
      </Route>
      <Route path="/sign-in">{me && !hasOneTimeToken() ? <Redirect to="/visitors" replace /> : <SignInPage />}</Route>
      <Route>
        {me?.needsTwoFactor ? (
          <MustSetUp />
        ) : me ? (
          <MeContext value={me}>
            <Shell />
          </MeContext>
        ) : (
          <SignInPage />
        )}
      </Route>
    </Switch>
  );
}
