import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWorkflowsUrl } from '../../../shared/adapters/channels/teams/workflowsUrl.ts';

test('the hosts of Workflows are known in every cloud', () => {
  for (const host of [
    'prod-17.westeurope.logic.azure.com:443',
    'default0123.45.environment.api.powerplatform.com',
    'prod-01.usgovvirginia.logic.azure.us',
    'default0123.45.environment.api.gov.powerplatform.microsoft.us',
    'prod-01.chinaeast2.logic.azure.cn',
  ]) {
    const checked = checkWorkflowsUrl(` https://${host}/workflows/a?sig=b \n`);
    assert.equal(checked.ok && checked.warning === undefined, true, host);
  }
});

test('another host is a warning, also when it only ends alike', () => {
  for (const host of [
    'hooks.example.net',
    'evillogic.azure.com',
    'logic.azure.com.example.net',
    'contoso.webhook.office.com',
  ]) {
    const checked = checkWorkflowsUrl(`https://${host}/a?sig=TOPSECRET`);
    assert.match(checked.ok ? (checked.warning ?? '') : '', /none of those that Microsoft uses/, host);
    assert.doesNotMatch(JSON.stringify(checked.ok ? checked.warning : checked.fault), /TOPSECRET/);
  }
});

test('what cannot be a webhook is refused, without repeating it', () => {
  for (const text of [
    '',
    'TOPSECRET',
    'http://a.logic.azure.com/?sig=TOPSECRET',
    'https://TOPSECRET@a.logic.azure.com/',
    'ftp://x/TOPSECRET',
  ]) {
    const checked = checkWorkflowsUrl(text);
    assert.equal(checked.ok, false, text);
    assert.doesNotMatch(JSON.stringify(checked), /TOPSECRET|logic\.azure/);
  }
});
